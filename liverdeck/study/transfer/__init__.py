"""Progress to Anki, and reviews back."""
