"""What a page says of its story: every candidate of every field, and what became of them."""
