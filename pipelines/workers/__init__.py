"""The processes that build articles."""
