"""Readers of pages that are already on disk."""
