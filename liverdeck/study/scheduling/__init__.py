"""When a card comes next."""
