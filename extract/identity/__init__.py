"""Identity: one real thing is one node across documents, by reasons that can be shown and undone."""

from extract.identity.canonical import Canonicaliser
from extract.identity.decisions import Decision, Decisions, append_decisions, parse_decisions, read_decisions
from extract.identity.judgement import Judged, Judgement, Reason
from extract.identity.link import Linked, Merge, link, without_documents
from extract.identity.memory import FILE_NAME as MEMORY_FILE
from extract.identity.memory import Memory, read_memory, write_memory
from extract.identity.records import pack, unpack, unpack_records

__all__ = [
    "MEMORY_FILE",
    "Canonicaliser",
    "Decision",
    "Decisions",
    "Judged",
    "Judgement",
    "Linked",
    "Memory",
    "Merge",
    "Reason",
    "append_decisions",
    "link",
    "pack",
    "parse_decisions",
    "read_decisions",
    "read_memory",
    "unpack",
    "unpack_records",
    "without_documents",
    "write_memory",
]
