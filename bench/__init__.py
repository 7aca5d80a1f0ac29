"""Speed as ratios: the running product beside a bare server of the same kind, in one run on one machine."""
