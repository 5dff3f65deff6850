"""The systems that are measured: newsdesk and its peers, each on the same pages."""
