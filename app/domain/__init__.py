"""The pure kernel: rules over values, standard library only; no clock, no randomness, no await."""
