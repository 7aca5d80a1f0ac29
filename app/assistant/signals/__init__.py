"""Noticing what a customer's words show, without a hosted model; what follows is the policy's to say."""

from app.assistant.signals.reader import Reading, SignalReader

__all__ = ["Reading", "SignalReader"]
