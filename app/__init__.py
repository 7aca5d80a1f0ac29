"""Zabota: a support chat for online shops, from the first cited answer to the operator who takes over."""

import os

# Read once, when numpy is loaded. Its threads wait for each other by spinning: on a busy machine embedding
# a question took 50 ms of processor time instead of 2.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
