"""What a fact is, and how a folder of YAML becomes facts."""
