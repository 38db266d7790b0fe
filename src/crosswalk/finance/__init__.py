"""Finance: financed emissions under several standards, correspondence of green activities, market units, portfolios at scale."""
