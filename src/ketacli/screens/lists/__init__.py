"""Lists: a title with counts, one line a record, a few notes."""
