"""Phrases by language, as data."""
