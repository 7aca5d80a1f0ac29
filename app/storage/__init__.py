"""The truth at run time: SQL tables and the few functions that read and write them."""
