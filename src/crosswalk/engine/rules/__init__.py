"""The rules that are more than sets: pure functions with typed parameters, one file each."""
