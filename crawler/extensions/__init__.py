"""Scrapy extensions: progress, the budget of a run, measures."""
