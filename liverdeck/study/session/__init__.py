"""Which card is shown, and what an answer does."""
