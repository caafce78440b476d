"""`python -m liverdeck` is the command `liverdeck`."""

from liverdeck.cli.main import main

main()
