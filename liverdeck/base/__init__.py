"""Modules that all other packages may use: problems, files, names, words and more."""
