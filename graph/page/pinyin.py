"""Initials of Chinese characters, so that 常德经开区 is found by cdjkq."""

from __future__ import annotations

import os
from collections.abc import Iterable


def initials(texts: Iterable[str]) -> dict[str, str]:
    """Return for each Chinese character of the texts the first letters of all its readings, sorted.

    All readings count (重 is c and z), so that both 重庆 by cq and 重工 by zg are found. Readings: pypinyin.
    """
    # Loading the phrases too would take half a second; only the first import looks at this setting.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    characters = sorted({c for text in texts for c in text if c >= "\u3400"})
    found: dict[str, str] = {}
    for character in characters:
        readings = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
        letters = sorted(
            {reading for row in readings for reading in row if reading.isascii() and reading.isalpha()}
        )
        if letters:
            found[character] = "".join(letters)
    return found
