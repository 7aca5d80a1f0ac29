"""Figures of support, each one recomputed from the events; docs/metrics.md has a formula for every one."""
