"""Tokens by which a shop's site says who is signed in: keys, signatures; what claims mean is the domain's."""
