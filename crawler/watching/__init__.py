"""Stays up and crawls each source when it is due; every round is a process of its own."""
