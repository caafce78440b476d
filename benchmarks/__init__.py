"""How fast and how small: LiverDeck beside the script a user would write. See docs/performance.md."""
