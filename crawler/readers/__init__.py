"""Readers of what is already on disk: pages, and in ``dataset`` what a crawl has written."""
