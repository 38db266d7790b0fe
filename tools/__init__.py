"""What writes generated parts of the project."""
