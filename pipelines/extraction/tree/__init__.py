"""The page as a tree: bytes are decoded and parsed, its lines read, its elements asked."""
