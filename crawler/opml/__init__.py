"""OPML: sources exchanged with readers of feeds, in both directions without loss."""
