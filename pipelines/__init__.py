"""Turns one page into one article."""
