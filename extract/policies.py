"""Finds names of policies and programmes by their grammar: 《》, quoted, number formulas, unquoted chains.

Rules and word lists are data in data/rules/policies.yaml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extract.annotations import AnalysedText, Mention, Vote
from extract.names import leading_end
from extract.rules import alternation, load_rules

_BOOK = re.compile(r"[《〈]([^《》〈〉\r\n]{2,80})[》〉]")
_QUOTED = re.compile(r"[“「]([^“”「」\r\n。！？!?]{2,40})[”」]")
_MODIFIER = re.compile(r"[\u4e00-\u9fff0-9A-Za-z]{0,14}")
_ASIDE = re.compile(r"[((（][^()（）]*[)）]|[“”「」‘’\"]")
_BOUNDARY_TAGS = frozenset(
    {"p", "c", "d", "u", "ul", "uj", "uz", "ug", "uv", "ud", "r", "y", "e", "o", "x", "w", "f", "zg"}
)

_NOUN_TAGS = frozenset("njbmal")

NAMES = ("title", "quoted", "quoted-head", "formula", "chain", "national", "verb", "prefixed")
BOOK, QUOTED, INSIDE, FORMULA, CHAIN, NATIONAL, VERB, PREFIXED = (f"pattern:policy-{name}" for name in NAMES)
_SCORES = {
    BOOK: 0.9, QUOTED: 0.9, INSIDE: 0.85, FORMULA: 0.55, CHAIN: 0.6, NATIONAL: 0.8, VERB: 0.5, PREFIXED: 0.4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Grammar:
    head: re.Pattern[str]
    head_end: re.Pattern[str]
    stop: re.Pattern[str]
    not_behind: re.Pattern[str]
    titles_not: tuple[str, ...]
    titles_yes: tuple[str, ...]
    verb_end: re.Pattern[str]
    verbs: frozenset[str]
    formula: re.Pattern[str]
    not_formula: frozenset[str]
    chain: re.Pattern[str]
    chain_min: int
    verb_phrase: re.Pattern[str]
    national: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    rules: dict[str, Any] = load_rules("policies")
    heads = alternation(rules["heads"])
    national = alternation([re.escape(name) for name in rules["national"]])
    return _Grammar(
        head=re.compile(heads),
        head_end=re.compile(f"{heads}$"),
        stop=re.compile(alternation([*rules["modifier_stop"], *rules["modifier_verbs"]])),
        not_behind=re.compile(alternation(rules["not_behind"])),
        titles_not=tuple(rules["titles_not"]),
        titles_yes=tuple(rules["titles_yes"]),
        verb_end=re.compile(f"{alternation(rules['verbs'])}(?:好|了|落实|推进)?(?:省委|市委|省|市)?$"),
        verbs=frozenset(rules["verbs"]),
        formula=re.compile(rules["formula"]),
        not_formula=frozenset(rules["not_formula"]),
        chain=re.compile(alternation(rules["unquoted_heads"])),
        chain_min=rules["unquoted_min"],
        verb_phrase=re.compile(
            rf"{alternation(rules['verbs'])}(?:好|了)?(?P<name>[\u4e00-\u9fff0-9A-Za-z]{{2,16}}?"
            rf"{alternation(rules['phrase_heads'])})(?=[，,。、；;：:\s)）]|和|与|及|落实|以来|的|等|成果|工作|$)"
        ),
        national=re.compile(
            f"{rules['five_year']}|(?:[“「]{national}[”」]|{national})(?:战略|倡议|改革|工作|任务)?"
        ),
    )


def _mention(start: int, end: int, by: str) -> Mention:
    score = _SCORES[by]
    return Mention(start, end, "Policy", by, score, (Vote(by, "Policy", score),))


def _titles(text: str, grammar: _Grammar) -> Iterator[Mention]:
    for match in _BOOK.finditer(text):
        name = _ASIDE.sub("", match[1]).rstrip()
        if name.endswith(grammar.titles_not) and not name.endswith(grammar.titles_yes):
            continue
        yield _mention(match.start(), match.end(), BOOK)


def _tail_end(text: str, quote_end: int, grammar: _Grammar) -> int:
    """Return the end of the head noun behind a closing quote, or 0 when there is none."""
    run = _MODIFIER.match(text, quote_end)
    region = run[0] if run else ""
    stop = grammar.stop.search(region)
    head = grammar.head.search(region)
    if head is None or (stop is not None and stop.start() < head.start()):
        return 0
    wrong = grammar.not_behind.match(region)
    if wrong is not None and wrong.start() < head.start():
        return 0
    end = head.end()
    while True:
        further = grammar.head.match(region, end)
        if further is None:
            return quote_end + end
        end = further.end()


def _quoted(text: str, grammar: _Grammar) -> Iterator[Mention]:
    for match in _QUOTED.finditer(text):
        name = match[1].strip()
        bare = name.replace("“", "").replace(" ", "")
        if bare in grammar.not_formula or len(_ASIDE.sub("", name)) < 2:
            continue
        end = _tail_end(text, match.end(), grammar)
        if end:
            yield _mention(match.start(), end, QUOTED)
        elif grammar.not_behind.match(text, match.end()):
            continue
        elif len(name) <= 16 and grammar.head_end.search(name) and len(name) > 3:
            yield _mention(match.start(), match.end(), INSIDE)
        elif grammar.formula.match(bare) and grammar.verb_end.search(
            text, max(0, match.start() - 6), match.start()
        ):
            yield _mention(match.start(), match.end(), FORMULA)


def _chains(analysed: AnalysedText, grammar: _Grammar) -> Iterator[Mention]:
    """Yield unquoted chains (安全生产专项整治三年行动): read backwards from the head to a verb or a stop."""
    text, words = analysed.text, analysed.words
    ends = [word.end for word in words]
    last = 0
    for match in grammar.chain.finditer(text):
        if text[match.end() : match.end() + 1] in "”」》" and match.end() < len(text):
            continue
        index = bisect_left(ends, match.start() + 1)
        start = words[index].start if index < len(words) else match.start()
        for word in reversed(words[max(0, index - 8) : index]):
            surface = text[word.start : word.end]
            if word.tag in _BOUNDARY_TAGS or surface in grammar.verbs or not surface.strip():
                break
            if not surface[0].isalnum() or match.end() - word.start > 24:
                break
            start = word.start
        start = leading_end(text, start, match.start() + 1)
        if start >= last and match.end() - start >= grammar.chain_min:
            last = match.end()
            yield _mention(start, match.end(), CHAIN)


def _after_verbs(analysed: AnalysedText, grammar: _Grammar) -> Iterator[Mention]:
    """Yield what stands between a verb and a head noun that ends its phrase (推进暖企行动,)."""
    text = analysed.text
    for match in grammar.verb_phrase.finditer(text):
        start, end = match.span("name")
        if not grammar.stop.search(text, start, end - 2) and end - start >= 4:
            yield _mention(start, end, VERB)


def _prefixed(analysed: AnalysedText, found: Sequence[Mention]) -> Iterator[Mention]:
    """Yield quoted programmes with the nouns in front of their quote (制造业“智赋万企”行动)."""
    text, words = analysed.text, analysed.words
    starts = [word.start for word in words]
    for mention in found:
        if mention.by not in (QUOTED, INSIDE, FORMULA):
            continue
        start = mention.start
        for word in reversed(words[: bisect_left(starts, start)][-5:]):
            surface = text[word.start : word.end]
            if word.tag[:1] not in _NOUN_TAGS or not surface[0].isalnum() or surface in _grammar().verbs:
                break
            start = word.start
            yield _mention(start, mention.end, PREFIXED)


def _national(text: str, grammar: _Grammar) -> Iterator[Mention]:
    for match in grammar.national.finditer(text):
        start, end = match.span()
        if start and text[start - 1] in "“「" and text[end : end + 1] in ("”", "」"):
            start, end = start - 1, end + 1
        yield _mention(start, end, NATIONAL)


def find_policies(analysed: AnalysedText) -> tuple[Mention, ...]:
    """Return all policy names that the grammar sees; they may overlap, each with its rule in `by`."""
    grammar = _grammar()
    quoted = list(_quoted(analysed.text, grammar))
    found = [
        *_titles(analysed.text, grammar),
        *quoted,
        *_prefixed(analysed, quoted),
        *_after_verbs(analysed, grammar),
        *_chains(analysed, grammar),
        *_national(analysed.text, grammar),
    ]
    return tuple(sorted(found, key=lambda m: (m.start, -m.end, m.by)))
