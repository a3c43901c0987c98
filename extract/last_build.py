"""Knows by hashes whether graph.json, its linking's memory and its store are as the last build left them.

Where they are, a build writes to the store only what differs from the last graph.json. The note is taken away
before anything is written and comes back when all is, so that a killed build leaves none.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

from extract.workspace import file_hash, package_hash
from graph.errors import ResourceError
from graph.model import digest

FILE_NAME = "last_build.json"
# What decides how a graph becomes rows of a store.
_PACKAGES = ("graph", "cypher")
_LOG = logging.getLogger(__name__)


class LastBuild:
    """The note on the last build in one folder.

    graph: graph.json. memory: what its linking kept. store: the embedded store's file; its sidecars begin
    with its name.
    """

    def __init__(self, graph: Path, memory: Path, store: Path) -> None:
        self._file = graph.parent / FILE_NAME
        self._graph = graph
        self._memory = memory
        self._store = store

    def _parts(self) -> Iterator[Path]:
        """Yield the files that hold the graph: graph.json, the store and its log, not its locks."""
        yield self._graph
        yield self._memory
        for path in sorted(self._store.parent.glob(f"{self._store.name}*")):
            if ".lock" not in path.name:
                yield path

    def _hashes(self) -> dict[str, str]:
        return {path.name: file_hash(path) for path in self._parts()} | {
            "code": digest([package_hash(name) for name in _PACKAGES])
        }

    def graph_text(self) -> str | None:
        """Return the text of graph.json if store and memory are exactly of that graph, else None."""
        try:
            noted = json.loads(self._file.read_text(encoding="utf-8"))
            if noted == self._hashes():
                return self._graph.read_bytes().decode("utf-8")
        except (OSError, ValueError) as error:
            _LOG.debug("%s: %s", self._file, error)
        return None

    def forget(self) -> None:
        """Take the note away: the files are about to change."""
        try:
            self._file.unlink(missing_ok=True)
        except OSError as error:
            raise ResourceError(f"{self._file} cannot be deleted ({error}); delete it") from error

    def note(self) -> None:
        """Note that graph.json, memory and store are of the same graph."""
        try:
            self._file.write_text(json.dumps(self._hashes(), indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise ResourceError(f"{self._file} cannot be written ({error}); make room or rights") from error
