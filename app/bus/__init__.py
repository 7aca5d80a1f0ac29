"""Notices between sockets and nodes; they may be lost, the timeline is the truth."""
