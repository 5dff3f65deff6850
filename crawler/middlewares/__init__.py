"""Scrapy middlewares: who may be asked, at which pace, and what of an answer is taken."""
