"""Writers of interchange formats: one file each, found by name in `registry.py`. What a format cannot carry is refused or listed, never dropped."""
