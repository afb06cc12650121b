"""Effect sizes, their intervals and their pooling, in plain Python.

Nothing here knows of trials, files or screens: numbers go in, estimates and refusals come out. Each
function names the source of its method; ``docs/effects.md`` says which oracle in the tests holds it.
"""
