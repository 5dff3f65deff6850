"""HTML of the demo hosts: one file a host, cut into parts by ``<!--# name -->`` lines."""
