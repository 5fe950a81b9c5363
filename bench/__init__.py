"""Benchmarks, and scripts that make the program's data: the weights of the parser and the outlines of regions."""
