"""Archived pages are cleaned again, and what changed is told and written."""
