"""Decides when a card comes next."""
