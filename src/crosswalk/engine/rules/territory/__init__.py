"""Rules on regions: peak and neutrality of a series of years, the indicator of a park, the gap of a lifestyle footprint to its target."""
