"""Talk about the customer's own orders: reading the question and the proof, saying the answer."""
