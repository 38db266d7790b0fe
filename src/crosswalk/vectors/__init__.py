"""Conformance vectors: published cases as data, and a runner that holds an implementation against them (`python -m crosswalk.vectors`).

The cases are JSON files in `vectors/`; their schema is `vectors.schema.json`. The runner asks this library, or any program that understands
the same words on its command line, reads a declaration on its standard input and prints the result as JSON.
"""
