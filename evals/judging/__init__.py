"""How what was said is judged: wording, figures, candour, breaches, signals; no suite and no I/O."""
