"""One module a suite: what a row means for the product, and which figures come of it."""
