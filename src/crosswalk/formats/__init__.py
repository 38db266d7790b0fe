"""Interchange formats: one file a reader, found by content in `registry.py`. A reader gives footprints, and whatever it did not understand."""
