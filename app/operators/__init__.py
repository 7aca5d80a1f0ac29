"""The people of the desk: accounts, sessions, presence; what they may see and do is the web edge's matter."""
