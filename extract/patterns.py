"""Finds names by their form: titles with names, speaker lines, type suffixes, countries; and policies.

Word lists are data in data/rules/patterns.yaml and places.yaml. Every pattern is a vote with its own name in
`by`; the merge decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, NamedTuple

from extract.annotations import AnalysedText, Mention, Vote
from extract.gazetteers import FOLDER, SURNAMES_FILE
from extract.policies import find_policies
from extract.rules import alternation, load_rules

TITLED, TITLE_BEHIND, SPEAKER, PLACE = (
    f"pattern:{name}" for name in ("leader-title", "leader-title-behind", "leader-speaker", "place-name")
)
_SCORES = {TITLED: 0.75, TITLE_BEHIND: 0.6, SPEAKER: 0.85, PLACE: 0.4}
_SUFFIX_SCORE = 0.45
_BLANK = re.compile(r"[ \u3000\u00a0]")
# A line of nothing but a name of two to four characters, spaced or not.
_NAME_LINE = re.compile(
    r"(?m)^[ \t\u3000]*([\u4e00-\u9fff](?:[ \u3000]{0,4}[\u4e00-\u9fff]){1,3})[ \t\u3000]*\r?$"
)
# A name of three characters with blanks between all of them.
_SPACED = re.compile(r"[\u4e00-\u9fff][ \u3000]{1,4}[\u4e00-\u9fff][ \u3000]{1,4}[\u4e00-\u9fff]")
_BRACKETED_DATE = re.compile(r"\s*[(（]\s*(?:[0-9]{4}|二[〇○0零]|20)")
_SPEAKER_LINES = 14
_EDGE_TAGS = frozenset(
    {"p", "c", "d", "u", "ul", "uj", "uz", "ug", "uv", "ud", "r", "y", "e", "o", "x", "w", "zg", "v", "f"}
)
_LONGEST = 30


class _Suffix(NamedTuple):
    by: str
    type: str
    minimum: int
    pattern: re.Pattern[str]


class _Forms(NamedTuple):
    title_name: re.Pattern[str]
    name_title: re.Pattern[str]
    after: re.Pattern[str]
    not_names: frozenset[str]
    not_surnames: frozenset[str]
    suffixes: tuple[_Suffix, ...]
    places: re.Pattern[str]


@cache
def _forms() -> _Forms:
    rules: dict[str, Any] = load_rules("patterns")
    places: dict[str, Any] = load_rules("places")
    titles = alternation(rules["titles"])
    name = r"[\u4e00-\u9fff](?:[ \u3000]{0,4}[\u4e00-\u9fff]){1,3}"
    return _Forms(
        title_name=re.compile(
            rf"{titles}(?:[(（][^()（）]{{1,12}}[)）])?(?:[ \u3000\-—·:：]{{0,4}})(?P<name>{name})"
        ),
        name_title=re.compile(rf"(?P<name>{name})(?:同志|[，,、]?(?=[^。；;\n]{{0,10}}?{titles}))"),
        after=re.compile(
            rf"[，,。、；;：:!！?？\s()（）“”《》\-—/|]|$|{alternation(rules['after_name'])}|{titles}"
        ),
        not_names=frozenset(rules["not_names"]),
        not_surnames=frozenset(rules["not_surnames"]),
        suffixes=tuple(
            _Suffix(f"pattern:{key}", row["type"], row["min"], re.compile(alternation(row["words"])))
            for key, row in sorted(rules["suffixes"].items())
        ),
        places=re.compile(alternation([*places["countries"], *places["regions"]])),
    )


def _vote(start: int, end: int, kind: str, by: str) -> Mention:
    score = _SCORES.get(by, _SUFFIX_SCORE)
    return Mention(start, end, kind, by, score, (Vote(by, kind, score),))


def _name_end(text: str, start: int, run: str, surnames: Collection[str], forms: _Forms) -> int:
    """Return where a person's name that begins here ends, or 0: surname, given name, a fitting word.

    run: the characters from start on that could belong to it, white space included.
    """
    letters = [(offset, letter) for offset, letter in enumerate(run) if not _BLANK.match(letter)]
    bare = "".join(letter for _, letter in letters)
    if bare[:1] in forms.not_surnames and bare == run:
        return 0
    surname = 2 if bare[:2] in surnames and len(bare) > 2 else 1 if bare[:1] in surnames else 0
    if not surname:
        return 0
    if surname == 1 and (spaced := _SPACED.match(text, start)) is not None:
        return spaced.end()
    for given in (2, 1):
        if surname + given > len(bare):
            continue
        name = bare[: surname + given]
        end = start + letters[surname + given - 1][0] + 1
        if any(name.startswith(word) or word.startswith(name) for word in _not_names(name[:2], forms)):
            continue
        if forms.after.match(text, end):
            return end
    return 0


def _not_names(head: str, forms: _Forms) -> list[str]:
    return [word for word in (head,) if word in forms.not_names]


def _leaders(text: str, surnames: Collection[str], forms: _Forms) -> Iterator[Mention]:
    position = 0
    while (match := forms.title_name.search(text, position)) is not None:
        end = _name_end(text, match.start("name"), match["name"], surnames, forms)
        position = end or match.start() + 1
        if end:
            yield _vote(match.start("name"), end, "Leader", TITLED)
            yield from _further(text, end, surnames, forms)


def _further(text: str, position: int, surnames: Collection[str], forms: _Forms) -> Iterator[Mention]:
    """Yield the names behind a title's first one: 副书记A、B、C."""
    name = re.compile(r"[、和][ \u3000]*([\u4e00-\u9fff](?:[ \u3000]{0,4}[\u4e00-\u9fff]){1,3})")
    while (match := name.match(text, position)) is not None:
        end = _name_end(text, match.start(1), match[1], surnames, forms)
        if not end or text[end : end + 1] not in "、，,。和；; 等出陪参\n":
            return
        yield _vote(match.start(1), end, "Leader", TITLED)
        position = end


def _speakers(analysed: AnalysedText, surnames: Collection[str], forms: _Forms) -> Iterator[Mention]:
    """Yield the speaker's line under a headline: a spaced name, or a name above a date in brackets."""
    text = analysed.text
    limit = 0
    for _ in range(_SPEAKER_LINES):
        limit = text.find("\n", limit) + 1
        if limit == 0:
            limit = len(text)
            break
    for match in _NAME_LINE.finditer(text, 0, limit):
        bare = _BLANK.sub("", match[1])
        if bare[:1] not in surnames or bare[:2] in forms.not_names or len(bare) > 4:
            continue
        if len(bare) != len(match[1]) or _BRACKETED_DATE.match(text, match.end()):
            yield _vote(match.start(1), match.end(1), "Leader", SPEAKER)


def _suffixed(analysed: AnalysedText, forms: _Forms) -> Iterator[Mention]:
    """Yield chains of words that end in a type's suffix, read back to a verb, a stop or a function word."""
    text, words = analysed.text, analysed.words
    starts = [word.start for word in words]
    for suffix in forms.suffixes:
        for match in suffix.pattern.finditer(text):
            index = bisect_right(starts, match.start()) - 1
            start = words[index].start if index >= 0 else match.start()
            for word in reversed(words[max(0, bisect_left(starts, match.end() - _LONGEST)) : max(index, 0)]):
                letter = text[word.start]
                if letter in "(（)）" and match.end() - word.start <= _LONGEST:
                    start = word.start
                    continue
                if word.tag in _EDGE_TAGS or not letter.isalnum():
                    break
                start = word.start
            while start < match.start() and text[start] in ")）(（":
                start = text.find(text[start], start) + 1
            if match.end() - start >= suffix.minimum:
                yield _vote(start, match.end(), suffix.type, suffix.by)


@cache
def _surnames() -> frozenset[str]:
    rows = (FOLDER / SURNAMES_FILE).read_text(encoding="utf-8-sig").splitlines()[1:]
    return frozenset(row.split("\t")[0] for row in rows)


def pattern_mentions(analysed: AnalysedText) -> tuple[Mention, ...]:
    """Return what the patterns see, in text order; mentions may overlap, each with its rule in `by`."""
    forms, surnames = _forms(), _surnames()
    found = [
        *find_policies(analysed),
        *_leaders(analysed.text, surnames, forms),
        *_speakers(analysed, surnames, forms),
        *_suffixed(analysed, forms),
        *(_vote(m.start(), m.end(), "Place", PLACE) for m in forms.places.finditer(analysed.text)),
    ]
    return tuple(sorted(found, key=lambda m: (m.start, -m.end, m.by)))
