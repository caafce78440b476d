"""Speed and size of LiverDeck, compared with a script. See docs/performance.md."""
