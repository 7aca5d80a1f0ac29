"""Measuring every quality claim: suites, metrics, thresholds; nothing here is used by the product."""
