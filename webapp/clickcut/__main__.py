"""`python -m clickcut`: the command line."""

from clickcut.cli import main

if __name__ == "__main__":  # processes that decode photos run this file under another name
    main()
