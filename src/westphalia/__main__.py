"""`python -m westphalia` is the command `westphalia`."""

from westphalia.cli import main

main()
