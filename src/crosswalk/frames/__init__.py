"""The axes and the set algebra of atoms."""
