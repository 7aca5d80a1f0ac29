"""Reading what a customer writes about their orders: the question, the proof, which order is meant."""
