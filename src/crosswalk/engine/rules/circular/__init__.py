"""Rules for materials that are recycled: end-of-life allocation, recycled content, recycling rates, waste status and waste treatment.

`end_of_life.py` holds the exact formulas and the conversions between them, `bounds.py` what follows from components that are known in part.
Burdens are kg CO2e per kg of one material; shares and quality ratios are numbers between 0 and 1.
"""
