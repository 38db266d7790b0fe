"""CSV and XLSX tables: `grid.py` the cells, `mapping.py` what columns mean, `propose.py` what their names (`columns.py`) suggest, `reader.py` the footprints."""
