"""What a dataset holds, counted, and the page that shows it."""
