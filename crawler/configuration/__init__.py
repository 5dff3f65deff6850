"""What users configure: sources, rules for sites, and the forms both are written in."""
