"""Facts to items, items to papers, papers to files that people and learning platforms read."""
