"""Every error that this project raises on purpose: one root, a code each, and what to do about it."""

from __future__ import annotations


class ZonegraphError(Exception):
    """Root of all errors that a user can act on.

    message: what happened, where, and what to do, in one line.
    """

    code = "Z000"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return f"[{self.code}] {self.message}"


class OntologyError(ZonegraphError):
    """The ontology file has faults; the message lists all of them."""

    code = "Z100"


class InterchangeError(ZonegraphError):
    """A graph.json file cannot be read as format zonegraph/1."""

    code = "Z200"


class InputError(ZonegraphError):
    """A document cannot be read: empty, binary, over-large, not there, or a doubled path."""

    code = "Z300"


class ResourceError(ZonegraphError):
    """A data file, model or rule file of the project or of the user is missing or malformed."""

    code = "Z400"


class StoreError(ZonegraphError):
    """A store refuses to open, to write or to answer."""

    code = "Z500"


class StoreBusyError(StoreError):
    """The embedded store is open in another process."""

    code = "Z501"


class StoreConnectionError(StoreError):
    """The server cannot be reached, or refuses the login, the database or the encryption."""

    code = "Z502"


class QueryError(ZonegraphError):
    """A question is unknown, a parameter does not fit, or the store rejects the Cypher."""

    code = "Z600"


class DecisionError(ZonegraphError):
    """A decisions file has a malformed line, or a decision names an unknown thing."""

    code = "Z700"


class RenderError(ZonegraphError):
    """A page cannot be made from this graph with these options."""

    code = "Z800"


class ExportError(ZonegraphError):
    """An export format is unknown or its target cannot be written."""

    code = "Z900"
