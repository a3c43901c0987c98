"""Finds a document's title and publication date, with their spans, in the head of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.furniture import furniture_rules
from extract.numbers import find_dates, narrow

_LINE = re.compile(r"[^\r\n]+")
_HEAD_LINES = 20
_HEAD_CHARACTERS = 4000
# A date counts as the publication's in a short line only: a longer one tells of an event.
_DATE_LINE = 80
_LONGEST_TITLE = 100
_SHORTEST_TITLE = 15
_TITLE_LABEL = re.compile(r"(?:标\s*题|题\s*目|文章标题|信息名称|名\s*称)\s*:\s*")
_MARKDOWN = re.compile(r"#{1,6}\s+|\*\*|__|[-*=_—─~\s]+\Z")
_DATELINE = re.compile(r"\s*(?:日?讯|日?电)")
_ONLY_DATE = re.compile(r"[\s()〔〕\[\]【】]*")
_CUT = re.compile(r"[。!?;,]")


def _lines(text: str, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the non-blank lines that start before an offset, without white space around."""
    for match in _LINE.finditer(text):
        if match.start() >= end:
            return
        line = match[0].strip("\ufeff\u200b" + " \t\u3000\xa0\v\f")
        if line:
            start = match.start() + match[0].index(line)
            yield start, start + len(line)


def _within(start: int, end: int, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(left <= start and end <= right for left, right in spans)


def _is_date_only(text: str, start: int, end: int) -> bool:
    dates = list(find_dates(text, start, end))
    return len(dates) == 1 and bool(
        _ONLY_DATE.fullmatch(text, start, dates[0][1]) and _ONLY_DATE.fullmatch(text, dates[0][2], end)
    )


def _without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without Markdown's heading and bold marks and without a label such as 标题:."""
    while match := (_MARKDOWN.match(text, start, end) or _TITLE_LABEL.match(text, start, end)):
        if match.end() == start:
            break
        start = match.end()
    while end > start and text[end - 1] in "*_# \t\u3000":
        end -= 1
    return start, end


def _shortened(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span itself, or the first clauses of a body paragraph that has to serve as title."""
    if end - start <= _LONGEST_TITLE:
        return start, end
    cut = _CUT.search(text, start + _SHORTEST_TITLE, start + _LONGEST_TITLE)
    return start, cut.start() if cut else start + _LONGEST_TITLE


def find_title(text: str, furniture: tuple[tuple[int, int], ...] = ()) -> tuple[int, int]:
    """Return the span of the title: the first line that is neither blank, furniture nor a bare date.

    furniture: half-open spans of page furniture. A Markdown heading's marks and a label (标题:) are left out;
    of a body paragraph over 100 characters only its first clauses are taken. A text that has nothing
    else gets its first non-blank line; (0, 0) for an empty one.
    """
    text = narrow(text)
    first: tuple[int, int] | None = None
    for start, end in _lines(text, len(text)):
        if _within(start, end, furniture) or _is_date_only(text, start, end):
            first = first or (start, end)
            continue
        start, end = _without_marks(text, start, end)
        if start < end:
            return _shortened(text, start, end)
    return _shortened(text, *first) if first else (0, 0)


def _labelled(text: str, end: int) -> tuple[str, tuple[int, int]] | None:
    for label in furniture_rules().date_labels:
        for match in label.finditer(text, 0, end):
            for compact in (False, True):
                for iso, start, stop in find_dates(text, match.end(), match.end() + 20, compact):
                    if start == match.end():
                        return iso, (start, stop)
    return None


def find_published(
    text: str, furniture: tuple[tuple[int, int], ...] = ()
) -> tuple[str, tuple[int, int]] | None:
    """Return the publication date as ISO date with its span, or None when the text states none.

    Looked for in this order: behind a label (发布日期:…) in the head; in a short line of the head that is a
    source line or holds nothing else; in a dateline (… 2024年3月5日电); alone on one of the last three lines.
    """
    text = narrow(text)
    head = list(_lines(text, _HEAD_CHARACTERS))[:_HEAD_LINES]
    if not head:
        return None
    if found := _labelled(text, head[-1][1]):
        return found
    for start, end in head:
        if end - start > _DATE_LINE and not _within(start, end, furniture):
            continue
        if _within(start, end, furniture) or _is_date_only(text, start, end):
            for iso, left, right in find_dates(text, start, end):
                return iso, (left, right)
    for start, end in head[:6]:
        for iso, left, right in find_dates(text, start, min(end, start + 60)):
            if _DATELINE.match(text, right):
                return iso, (left, right)
    for start, end in reversed(list(_lines(text, len(text)))[-3:]):
        if _is_date_only(text, start, end):
            iso, left, right = next(find_dates(text, start, end))
            return iso, (left, right)
    return None
