"""Make items from facts."""
