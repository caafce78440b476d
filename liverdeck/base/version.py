"""The version of LiverDeck. The build of the Python package reads it from here."""

VERSION = "0.1.0"
UPDATE_COMMAND = "pip install --upgrade liverdeck"
"""What to run if a newer LiverDeck wrote a file."""
