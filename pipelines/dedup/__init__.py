"""Canonical, exact and near duplicates."""
