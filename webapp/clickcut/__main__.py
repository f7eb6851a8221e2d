"""`python -m clickcut`: the command line."""

from clickcut.cli import main

main()
