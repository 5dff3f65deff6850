"""Builds the articles of a set of pages: what the set teaches, all cores, pages by time."""
