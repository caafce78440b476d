"""One file for each format. All are written from the same paper, and all read nothing else."""
