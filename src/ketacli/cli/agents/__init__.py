"""Answers for programs that reason in words: the same screens, under a budget, with their sources always in."""
