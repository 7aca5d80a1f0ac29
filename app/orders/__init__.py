"""The shop's order system behind one port: a demo store in memory and a small HTTP contract."""
