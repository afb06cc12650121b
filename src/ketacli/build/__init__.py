"""TOML for people, resolved, validated and compiled for the program.

Used at build time, by ``keta check`` and by ``--data DIR``; never when shipped data is read.
"""
