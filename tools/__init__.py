"""Tools for those who work on the project: data indexes, schemas, the documentation site."""
