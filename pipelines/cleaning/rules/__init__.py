"""One cleaning rule a file. Rules do not know each other."""
