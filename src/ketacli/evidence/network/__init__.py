"""Trials as a network of treatments: which trials, arms and contrasts stand in it, and whether it may be pooled."""
