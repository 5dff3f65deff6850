"""Benchmarks: quality against gold text, speed as ratios in one run."""
