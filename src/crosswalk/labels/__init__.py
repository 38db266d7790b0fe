"""Classes, limits and labels: what a declared footprint earns, may earn, or cannot earn."""
