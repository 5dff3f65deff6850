"""What the rules of a user select on the pages of one site."""
