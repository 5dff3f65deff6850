"""Who wrote a story: by-lines, signatures and declared names, and the choice among them."""
