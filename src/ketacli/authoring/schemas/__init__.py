"""JSON Schemas (2020-12) of what commands write and of the TOML that authors write.

Made from the record classes and from ``outputs``, by the compiler; the program only reads them.
"""

from __future__ import annotations

from typing import Any

OPEN: dict[str, Any] = {"use_attribute_docstrings": True}
"""Objects of commands are open: within a major version members are added."""
