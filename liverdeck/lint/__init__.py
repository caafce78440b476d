"""What keeps a deck good."""
