"""A broken rule, as the rules call it: part of the answer of ``keta check`` itself."""

from __future__ import annotations

from ketacli.evidence.answers.check import BrokenRule as Problem

__all__ = ["Problem"]
