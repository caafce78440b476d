"""Is this typed answer right? `check` in `key` judges one; docs/checker.md has the rules."""
