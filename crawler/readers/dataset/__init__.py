"""What a finished dataset holds: its segments, records, revisions, cuts and runs."""
