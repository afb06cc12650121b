"""Arithmetic on doses: exact decimals, the formula beside every figure.

Nothing is recommended and nothing is guessed. What no source reports is refused: a fixed dose by weight, a dose that
its own record calls unclear, a weight that no adult study covers, anything above a published maximum.
"""
