"""From cards to notes to a package for Anki, using only what Anki itself does."""
