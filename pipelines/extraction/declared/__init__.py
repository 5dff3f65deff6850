"""What a page holds in data beside what it shows: JSON-LD, meta elements, stored stories."""
