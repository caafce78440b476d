"""A page that shows every card as in Anki, with the findings of lint beside it."""
