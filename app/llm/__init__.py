"""Language models behind one port; knows nothing of turns, passages found or conversations."""
