"""Reviews: a Word file in which a colleague judges every item, and its way back."""
