"""Drafts of records from what registries give: every figure as it is there, the judgement left to a person."""
