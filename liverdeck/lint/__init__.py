"""Finds problems in a deck and says how to fix them."""
