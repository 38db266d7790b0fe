"""`python -m crosswalk.cli`."""

from crosswalk.cli.program import main

main()
