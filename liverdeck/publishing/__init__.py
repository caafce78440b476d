"""From a deck to what learners import, release after release."""
