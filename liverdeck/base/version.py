"""The version of LiverDeck. The build of the Python package reads this module."""

VERSION = "0.1.0"
UPDATE_COMMAND = "pip install --upgrade liverdeck"
"""The command that updates LiverDeck.

Messages name it if this version cannot read a file because a newer version wrote it.
"""
