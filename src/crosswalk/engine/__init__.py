"""Compiles a pair of standards into a crosswalk and applies it to footprints."""
