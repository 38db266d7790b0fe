"""Calculation rules for hydrogen, fuels and renewable certificates of the EU and China.

`red` follows Directive (EU) 2018/2001, `fuels` and `electricity` the delegated acts (EU) 2023/1185, 2023/1184 and 2025/2359; `allocation`,
`savings` and `hydrogen` serve all of them; `certificates` holds the Chinese green electricity certificate. Figures are g CO2e per MJ of fuel
on the lower heating value unless a function says otherwise. Comparators, savings and limits come in as arguments: they stand in
`standards/energy/`. All arithmetic is decimal, nothing is rounded on the way.
"""
