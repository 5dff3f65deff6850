"""Spiders: a source becomes requests, a response becomes a page."""
