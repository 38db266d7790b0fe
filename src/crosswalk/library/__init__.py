"""Finds, validates, indexes and searches the data; nothing is imported before it is needed."""
