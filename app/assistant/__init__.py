"""The assistant: reading signals, running a turn, checking a reply. No transport, no storage."""
