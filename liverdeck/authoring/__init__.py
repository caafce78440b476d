"""Read an author's folder: turn YAML into facts, and report all problems."""
