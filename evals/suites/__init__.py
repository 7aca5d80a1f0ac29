"""One module a suite: rows in, rows and metrics out."""
