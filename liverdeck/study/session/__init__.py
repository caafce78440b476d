"""A study session: which card comes next, and what an answer does."""
