"""One module for each output format. Every format is written from the paper alone."""
