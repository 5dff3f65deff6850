"""What is on the page: encoding, metadata and body blocks. Pure."""
