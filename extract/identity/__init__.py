"""Identity: one real thing is one node across documents, by reasons that can be shown and undone."""

from extract.identity.canonical import Canonicaliser
from extract.identity.decisions import Decision, Decisions, append_decisions, parse_decisions, read_decisions
from extract.identity.judgement import Judged, Judgement, Reason
from extract.identity.link import Linked, Merge, link, without_documents
from extract.identity.records import pack, unpack, unpack_records

__all__ = [
    "Canonicaliser",
    "Decision",
    "Decisions",
    "Judged",
    "Judgement",
    "Linked",
    "Merge",
    "Reason",
    "append_decisions",
    "link",
    "pack",
    "parse_decisions",
    "read_decisions",
    "unpack",
    "unpack_records",
    "without_documents",
]
