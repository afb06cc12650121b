"""What commands answer that is no record: one dataclass for each answer, in a module for each subject.

A command builds the dataclass; its JSON (``to_dict``), the columns of its rows (``columns``) and its JSON Schema are
made from it. A field without a default is always there, one with the default None is left out when it has no value,
and the docstring under a field is its label and meaning. ``OUTPUTS`` of each module says which command writes what.

Dataclasses cost start-up, so a command imports its answer inside its function.
"""
