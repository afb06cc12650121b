"""Compile the TOML data into JSON while the package is built, also for an editable install."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DataBuildHook(BuildHookInterface[Any]):
    """Refuses to build a package whose data breaks a rule of truth."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Check and compile ``src/ketacli/data``; into the checkout only for an editable install."""
        if self.target_name != "wheel":
            return
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        try:
            from ketacli.build.compile import COMPILED, compile_directory
            from ketacli.build.read import DATA, read_directory
            from ketacli.build.rules import check

            authored = read_directory(DATA)
            problems = authored.problems + check(authored)
            if problems:
                raise SystemExit("\n".join(["the data is not valid:", *map(str, problems)]))
            if version == "editable":
                compile_directory(authored, COMPILED, editable=True)
                return
            self.folder = tempfile.TemporaryDirectory()
            target = Path(self.folder.name)
            compile_directory(authored, target)
            for file in target.iterdir():
                build_data["force_include"][str(file)] = f"ketacli/_compiled/{file.name}"
        finally:
            sys.path.remove(str(source))
