"""Several trials' effects on one outcome: which are drawn, which are pooled, and why others are not."""
