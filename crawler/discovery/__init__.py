"""Discovery: the bytes of a source become entries. Pure."""
