"""The command line: one file a command. Data goes to standard output, everything else to standard error.

Exit status: 0 done; 1 internal error; 2 wrong usage; 3 input invalid; 4 the result does not reach `--require`, or the schemes are not comparable.
"""

from crosswalk.cli.program import main

__all__ = ["main"]
