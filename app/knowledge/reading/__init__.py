"""How a question is read before it is searched for: words, slips of the keyboard, parts of a message."""
