"""How the signal model is trained: own cases, a plain logistic regression, the figures it came out with."""
