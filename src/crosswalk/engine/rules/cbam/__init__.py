"""The calculation rules of Implementing Regulation (EU) 2025/2547: from activity data to specific embedded emissions of goods.

The modules follow the act: `calculation` and `measurement` (Annex II B.3, B.6, B.9), `pfc` (Annex II B.7), `heat` and
`reference_efficiencies` (Annex II C and D.4, Annex III A.2.2 and C), `attribution` (Annex III A), `embedded` and `goods` (Annex III B),
`rounding` (Annex II A.1) and `limits` (what a number can be). Equation numbers are those of the act. All arithmetic is decimal, with the
28 digits of the default context; nothing is rounded to fewer on the way.
"""
