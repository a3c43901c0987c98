"""Remembers document graphs in a build folder by content hash: what did not change is not extracted again."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import partial
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import TracebackType

from extract.annotations import SourceDocument
from extract.identity.records import pack, pack_document, unpack, unpack_document
from graph.errors import InputError, InterchangeError, ResourceError
from graph.model import Graph, digest

FILE_NAME = "workspace.sqlite"
_LOG = logging.getLogger(__name__)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
  path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, fingerprint TEXT NOT NULL, document BLOB NOT NULL, record TEXT
  NOT NULL
)
"""
_CHUNK = 1 << 20
# So many documents at most are extracted again after a kill.
_COMMIT_EVERY = 20
# Parts of the package that change nothing in what one document gives.
_NOT_EXTRACTION = frozenset(
    {
        "identity",
        "training",
        "cli.py",
        "review.py",
        "changes.py",
        "last_build.py",
        "workspace.py",
        "messages.py",
    }
    | {"messages.yaml", "evaluation.py", "train.py", "train_merge.py", "crossvalidation.py"}
)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What became of one input file.

    graph: its document graph, None when it failed or the same bytes were read under this path before. record:
    the packed graph. reused: whether it was remembered. failure: what went wrong.
    """

    graph: Graph | None = None
    record: str = ""
    reused: bool = False
    failure: InputError | None = None


def _files(folder: Traversable, without: Set[str]) -> Iterator[tuple[str, Traversable]]:
    for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if item.name in without or item.name == "__pycache__":
            continue
        if item.is_dir():
            yield from ((f"{item.name}/{name}", file) for name, file in _files(item, without))
        else:
            yield item.name, item


def package_hash(package: str, without: Set[str] = frozenset()) -> str:
    """Return a SHA-256 over the names and bytes of all files of a package.

    without: names of files and folders that are left out at every level.
    """
    hashed = hashlib.sha256()
    for name, file in _files(resources.files(package), without):
        hashed.update(digest([name]).encode())
        hashed.update(hashlib.sha256(file.read_bytes()).digest())
    return hashed.hexdigest()


def extraction_fingerprint(terms: Path | None = None, versions: Iterable[str] = ()) -> str:
    """Return 16 hex digits that change with anything that can change what a document gives.

    terms: the user's own words. versions: of optional parts (zh_core_web_sm), options, libraries.
    Raises ResourceError when the terms cannot be read.
    """
    words = ""
    if terms is not None:
        try:
            words = hashlib.sha256(terms.read_bytes()).hexdigest()
        except OSError as error:
            raise ResourceError(f"{terms} cannot be read ({error}); check --terms") from error
    return digest([package_hash("extract", _NOT_EXTRACTION), words, *versions])


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, "" when it cannot be read (its reader then says why)."""
    hashed = hashlib.sha256()
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                hashed.update(chunk)
    except OSError:
        return ""
    return hashed.hexdigest()


class Workspace:
    """The memory of one build folder: a SQLite file; a damaged one is thrown away with a warning.

    folder: the build's --out. fingerprint: of the extraction; what another one made is extracted again.
    Raises ResourceError when another process holds it or the folder cannot be written.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._file = folder / FILE_NAME
        self._fingerprint = fingerprint
        self._waiting = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = self._open()
        except (OSError, sqlite3.OperationalError) as error:
            raise ResourceError(
                f"{self._file} cannot be opened ({error}); is another build running with the same --out?"
            ) from error

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            _LOG.warning("%s is damaged (%s); all documents are extracted again", self._file, error)
            self._file.unlink()
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=1, isolation_level=None)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_SCHEMA)
        connection.execute("SELECT count(*), max(path) FROM documents").fetchone()
        return connection

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what waits and close the file; a second call does nothing."""
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")
        self._connection.close()

    def known(self) -> dict[str, str]:
        """Return the hash of the bytes of every path that this extraction remembers."""
        rows = self._connection.execute(
            "SELECT path, sha256 FROM documents WHERE fingerprint = ? ORDER BY path", (self._fingerprint,)
        )
        return dict(rows.fetchall())

    def recall(self, path: str, sha256: str) -> Extracted | None:
        """Return the document graph remembered for this path with these bytes, None if there is none."""
        row = self._connection.execute(
            "SELECT document, record FROM documents WHERE path = ? AND sha256 = ? AND fingerprint = ?",
            (path, sha256, self._fingerprint),
        ).fetchone()
        if row is None:
            return None
        try:
            return Extracted(unpack(unpack_document(row[0]), row[1]), row[1], reused=True)
        except InterchangeError as error:
            _LOG.warning("%s, %s: %s", self._file, path, error.message)
            return None

    def remember(self, path: str, sha256: str, graph: Graph) -> str:
        """Keep a document graph in place of the last one of its path, and return its packed form."""
        (document,) = graph.documents()
        record = pack(graph)
        self._connection.execute(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?)",
            (path, sha256, self._fingerprint, pack_document(document), record),
        )
        self._waiting += 1
        if self._waiting >= _COMMIT_EVERY:
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN IMMEDIATE")
            self._waiting = 0
        return record

    def retain(self, paths: Iterable[str]) -> int:
        """Forget all documents but those of these paths, and return how many were forgotten."""
        staying = set(paths)
        known = [row[0] for row in self._connection.execute("SELECT path FROM documents ORDER BY path")]
        leaving = [(path,) for path in known if path not in staying]
        self._connection.executemany("DELETE FROM documents WHERE path = ?", leaving)
        return len(leaving)


Read = Callable[[Path, str], SourceDocument]
Extract = Callable[[SourceDocument], Graph]


@dataclass(frozen=True, slots=True)
class _Source:
    """A file to read: its path, the relative path of its document, the hash of its bytes."""

    path: Path
    relative: str
    sha256: str


@dataclass(frozen=True, slots=True)
class _Made:
    """What extraction made of a file: the hash of the bytes read and their graph, or why it failed."""

    sha256: str = ""
    graph: Graph | None = None
    failure: InputError | None = None


def extract_files(
    files: Sequence[tuple[Path, str]],
    read: Read,
    extract: Extract,
    workspace: Workspace | None = None,
    begin: Callable[[Callable[[], list[_Made]]], Callable[[], list[_Made]]] | None = None,
) -> Iterator[Extracted]:
    """Return what becomes of each file, in their order; only new and changed files are read and extracted.

    files: paths with the relative paths under which their documents are known (reader.Survey.files). read,
    extract: called for what is not remembered; a pipeline that loads at its first call costs nothing when
    nothing changed. begin: starts work and returns what waits for it (graph.meanwhile); a few new files among
    remembered ones are begun with it at once. The same relative path with the same bytes is taken once; with
    other bytes it is a failure.
    """
    plan = list(_plan(files))
    sources = [source for source in plan if isinstance(source, _Source)]
    known = workspace.known() if workspace is not None else {}
    new = [source for source in sources if known.get(source.relative) != source.sha256]
    make = partial(_make, read=read, extract=extract)
    begun = None
    if begin is not None and 0 < len(new) <= _COMMIT_EVERY and len(new) < len(sources):
        begun = begin(lambda: [make(source) for source in new])
    return _results(plan, make, workspace, new, begun)


def _plan(files: Sequence[tuple[Path, str]]) -> Iterator[_Source | Extracted]:
    """Yield each file as a source, or what becomes of it where its path was read before."""
    seen: dict[str, str] = {}
    for path, relative in files:
        sha256 = file_hash(path)
        if relative not in seen:
            seen[relative] = sha256
            yield _Source(path, relative, sha256)
        elif seen[relative] == sha256:
            yield Extracted()
        else:
            message = f"{path}: a different file was read as {relative!r} before; rename one of the two"
            yield Extracted(failure=InputError(message))


def _results(
    plan: Sequence[_Source | Extracted],
    make: Callable[[_Source], _Made],
    workspace: Workspace | None,
    new: Sequence[_Source],
    begun: Callable[[], list[_Made]] | None,
) -> Iterator[Extracted]:
    """Yield what becomes of each source; while the new ones are made elsewhere the others are read back."""
    ready: dict[str, Extracted] = {}
    if begun is not None and workspace is not None:
        away = {source.relative for source in new}
        for source in plan:
            if isinstance(source, _Source) and source.relative not in away:
                ready[source.relative] = _recalled(source, make, workspace)
        for source, made in zip(new, begun(), strict=True):
            ready[source.relative] = _kept(source, made, workspace)
    for source in plan:
        if isinstance(source, Extracted):
            yield source
        else:
            yield ready.get(source.relative) or _recalled(source, make, workspace)
    if workspace is not None:
        workspace.retain(source.relative for source in plan if isinstance(source, _Source))


def _recalled(source: _Source, make: Callable[[_Source], _Made], workspace: Workspace | None) -> Extracted:
    """Return what is remembered of a source, or what is made of it now."""
    held = workspace.recall(source.relative, source.sha256) if workspace is not None else None
    return held if held is not None else _kept(source, make(source), workspace)


def _make(source: _Source, read: Read, extract: Extract) -> _Made:
    try:
        document = read(source.path, source.relative)
        return _Made(document.sha256, extract(document))
    except InputError as error:
        return _Made(failure=error)


def _kept(source: _Source, made: _Made, workspace: Workspace | None) -> Extracted:
    """Remember what was made of a source, if there is a memory."""
    if made.graph is None:
        return Extracted(failure=made.failure)
    if workspace is None:
        return Extracted(made.graph, pack(made.graph))
    return Extracted(made.graph, workspace.remember(source.relative, made.sha256, made.graph))
