"""What every other package uses: problems, files, names and words."""
