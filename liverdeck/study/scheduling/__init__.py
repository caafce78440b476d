"""The schedule: when a card comes next."""
