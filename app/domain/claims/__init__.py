"""What a draft claims and whether its sources carry it; `check.py` is the door, the rest finds claims."""
