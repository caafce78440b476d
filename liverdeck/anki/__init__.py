"""Make notes and packages for Anki from facts, and read learners' exports from Anki."""
