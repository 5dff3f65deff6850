"""Serves a dataset for reading: a search index beside it, pages and feeds out of it."""
