"""Command lines that nobody thought of, with what has to hold of every answer: ``python -m tests.fuzz --minutes 30``.

``inputs`` makes lines with their surroundings out of ``vocabulary`` and ``hostile``, ``inside`` runs one in this
process, ``oracles`` and ``twins`` judge what came of it, ``driver`` does so many times in a process that may die,
``processes`` with real processes and their streams. Every input is made from a seed and its number alone.
"""
