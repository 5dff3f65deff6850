"""The archive of a dataset: what servers answered, byte for byte, as WARC files."""
