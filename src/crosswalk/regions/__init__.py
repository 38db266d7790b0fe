"""Regions: what a county, city or zone is under standards of both sides, and where its series, lifestyle and parks stand."""
