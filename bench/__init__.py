"""Benchmarks: ratios that are measured in turn in one run, beside others who do the same work."""
