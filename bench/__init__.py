"""Benchmarks: medians of repeated runs, ratios measured side by side. Run with `make bench`."""
