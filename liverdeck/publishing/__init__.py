"""Make what learners import from a deck, release after release."""
