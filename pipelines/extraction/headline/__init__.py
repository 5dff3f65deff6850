"""What a page shows as its headline: the title, the names of the site in it, the dates at it."""
