"""Reviews over time: when a card comes next, the log of all reviews, a session, statistics, to and from Anki."""
