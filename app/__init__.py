"""Zabota: a support chat for online shops, from the first cited answer to the operator who takes over."""
