"""Records as feeds."""
