"""REST for pages: one router a room, each a function of what it needs; no rule of the domain lives here."""
