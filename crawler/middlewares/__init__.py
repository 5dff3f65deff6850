"""Scrapy middlewares: politeness, conditional requests, limits."""
