"""Transfer of progress to Anki, and of reviews from Anki."""
