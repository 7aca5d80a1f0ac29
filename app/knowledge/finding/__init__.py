"""How passages are matched with a question: words, nearness of words, fusion, and whether it is enough."""
