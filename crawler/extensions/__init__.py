"""Scrapy extensions: progress and the run manifest."""
