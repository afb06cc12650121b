"""The command line: the only place that reads arguments and the only one that prints."""
