"""Claims on materials: recycled content, recycling rates and waste status under another standard."""
