"""Brings pages in: everything that waits for network, disk, clock or user."""
