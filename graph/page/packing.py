"""Packs the page's data: columns of numbers and one JSON header, gzipped, in base64.

A block is: the length of the header (4 bytes, little-endian), the header (JSON, UTF-8), zero bytes up to a
multiple of four, then each column, again filled up to a multiple of four. The header holds the texts as they
are and, under "columns", [name, type, length] of each column in order. assets/js/unpack.js reads it.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

_WIDTHS = ((numpy.uint8, "u8"), (numpy.uint16, "u16"), (numpy.uint32, "u32"))
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Block:
    """Texts (any JSON value by name) and columns (one-dimensional arrays of numbers by name)."""

    texts: Mapping[str, Any]
    columns: Mapping[str, NDArray[Any]]


def clean(text: str) -> str:
    """Return the text without lone surrogates, which UTF-8 cannot carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _narrow(column: NDArray[Any]) -> tuple[NDArray[Any], str]:
    if column.dtype.kind == "f":
        return column.astype("<f4"), "f32"
    largest = int(column.max()) if len(column) else 0
    for width, name in _WIDTHS:
        if largest <= numpy.iinfo(width).max:
            return column.astype(numpy.dtype(width).newbyteorder("<")), name
    raise ValueError(f"{largest} does not fit into 32 bits")


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)


def pack(block: Block) -> str:
    """Return the block as gzip in base64; the same block always gives the same text.

    Whole numbers must not be negative; each column takes the narrowest type that holds it.
    """
    narrowed = [(name, *_narrow(column)) for name, column in block.columns.items()]
    header = {
        **block.texts,
        "columns": [[name, kind, len(column)] for name, column, kind in narrowed],
    }
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    parts = [_padded(len(text).to_bytes(4, "little") + text)]
    parts += [_padded(column.tobytes()) for _, column, _ in narrowed]
    return base64.b64encode(gzip.compress(b"".join(parts), _LEVEL, mtime=0)).decode("ascii")
