"""Language models behind one port; knows nothing of turns, retrieval or conversations."""
