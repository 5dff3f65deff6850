"""The stories of the demo hosts, in our own words: one TOML file a host."""
