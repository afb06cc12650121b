"""Tests of the statistics core: oracles, recorded results and properties."""
