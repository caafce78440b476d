"""What is wrong with how an item is written."""
