"""Make `python -m liverdeck` run the command `liverdeck`."""

from liverdeck.cli.main import main

main()
