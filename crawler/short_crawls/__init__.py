"""Crawls of a few addresses for a command that waits: no frontier, no dataset."""
