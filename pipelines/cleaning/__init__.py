"""What does not belong to the article: rules claim, the cleaner removes. Pure."""
