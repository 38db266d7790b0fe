"""Transport: batteries, vehicles, marine and aviation fuels, as pure functions with typed parameters and units."""
