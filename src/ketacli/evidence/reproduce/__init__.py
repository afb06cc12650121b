"""A review made again: which of its trials are on record, what they show, and their pool beside the published one."""
