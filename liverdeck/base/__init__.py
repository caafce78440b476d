"""What every package uses and none owns: problems, files, names, words."""
