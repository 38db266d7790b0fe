"""Equations of finance: attribution of emissions to loans and investments, indicators, climate benchmarks, reductions of green loans."""
