"""Saying what the order system and the rules answer, in plain Russian and English."""
