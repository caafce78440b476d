"""The rules, in a module for each subject."""
