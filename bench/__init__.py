"""Benchmarks: how long builds and previews take beside other programs that do similar work."""
