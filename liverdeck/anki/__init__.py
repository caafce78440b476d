"""Cards to notes to a package that Anki imports, and nothing that Anki itself does not do."""
