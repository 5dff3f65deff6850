"""What a page is if it is no whole story: another kind of page, a wall, a story for sale."""
