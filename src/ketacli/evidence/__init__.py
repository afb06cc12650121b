"""What follows from records: contrasts, agreement, direction, pools, comparisons, search, citations."""
