"""The one door to every conversation."""

from app.conversations.door import Conversations, Handled

__all__ = ["Conversations", "Handled"]
