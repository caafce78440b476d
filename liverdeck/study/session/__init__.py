"""A study session: which card comes next, and the effects of an answer."""
