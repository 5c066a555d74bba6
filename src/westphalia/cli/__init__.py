"""The command line: parses and prints, and leaves the work to the rooms below.

Exit codes: 0 done; 1 an error that the message explains; 2 wrong usage; 3 done, but some documents were skipped;
4 nothing could be read; 130 interrupted (what was stored stays stored, and the same command resumes).
"""

from westphalia.cli.app import app, main

__all__ = ["app", "main"]
