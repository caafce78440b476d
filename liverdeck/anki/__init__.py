"""Makes notes and packages for Anki from facts, and reads what learners export."""
