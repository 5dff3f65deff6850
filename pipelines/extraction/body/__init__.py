"""Which lines of a page are the body of its story."""
