"""Benchmarks, and the making of the program's data: the weights of the parser and the outlines of regions."""
