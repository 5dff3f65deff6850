"""Candidate dates become one zone-aware UTC date with its evidence. Pure; owns dateparser."""
