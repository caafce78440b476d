"""The version of LiverDeck. The build of the Python package reads it from here."""

VERSION = "0.1.0"
