"""Make papers from items."""
