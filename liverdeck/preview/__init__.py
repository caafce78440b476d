"""A page that shows every card of a deck as it looks in Anki, with what the lint found beside it."""
