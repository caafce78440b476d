"""Find problems in a deck and say how to fix them."""
