"""What a crawl may ask for, how often and how much. Decisions only: no clock, no network."""
