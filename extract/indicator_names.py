"""Reads the names of figures out of the words around them: before, behind, of lists, shares and ranks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.annotations import AnalysedText, Entity, Word
from extract.figures import PERCENT, POINTS, Figure
from extract.numbers import narrow
from extract.rules import alternation, load_rules

CLAUSE_END = frozenset(",;。:!?】》\r\n\t")
_LONGEST_NAME = 32
_LONGEST_BEHIND = 16
_LONGEST_INDUSTRY = 14
_DONE = re.compile(r"(?:累计|共|已)?(?:实现|完成|达到)\Z")
_TOGETHER = re.compile(r"等?(?:[一二两三四五六七八九十]|\d{1,2})(?:个|大|项|家)[\u4e00-\u9fff]{0,6}\Z")
_INDUSTRY = re.compile(r"(?:产业|行业|集群|产业链|板块|经济|制造|[\u4e00-\u9fff]{2}业)\Z")
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]{2}|GDP|R&D")
_APART = (re.compile("、"), re.compile(r"、|以及|和|与|及"))
_NUMBERING = re.compile(r"^(?:[A-Z]?\d{1,2}[.、]|\d{1,2}\)|[A-Z]\d{1,2}(?=[\u4e00-\u9fff“])|\([^()]*\))")
_LIST_TAIL = re.compile(r".*等(?:一批|一大批|多个|各类)?")
_BEFORE_BEHIND = frozenset({"的", "亿元", "十亿", "百亿", "千亿", "万亿", "亿"})
_QUANTIFIERS = frozenset({"全部", "大部分", "多数", "全体", "目前", "当前"})
_NOUN_TAGS = ("n", "j", "l", "i", "b", "a", "vn", "an", "eng", "nz", "s", "f", "v")


@dataclass(frozen=True, slots=True)
class IndicatorRules:
    """The word lists of data/rules/indicators.yaml about names, subjects and aims."""

    links: frozenset[str]
    openings: frozenset[str]
    opening_tags: frozenset[str]
    kept: tuple[str, ...]
    cuts: frozenset[str]
    foreign: tuple[str, ...]
    prepositions: re.Pattern[str]
    generic_zone: tuple[str, ...]
    not_names: re.Pattern[str]
    not_economy: re.Pattern[str]
    single: re.Pattern[str]
    shared: re.Pattern[str]
    heads: re.Pattern[str]
    flows: re.Pattern[str]
    ranks: re.Pattern[str]
    counting: frozenset[str]
    money: frozenset[str]
    aims: re.Pattern[str]
    done: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Name:
    """A figure's name. start: where it stands, also when it has two pieces.

    verb: the verb that it ends with (引进15家企业), else "". listed: whether it lists (A、B等18家企业).
    has_head: whether it ends like an indicator's. end: where the words end that it took from behind the
    figure, else 0.
    """

    text: str
    start: int
    verb: str = ""
    listed: bool = False
    has_head: bool = False
    end: int = 0


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A mention of an entity: half-open offsets, the entity's position and type."""

    start: int
    end: int
    entity: int
    type: str


def _pattern(folded: str) -> re.Pattern[str]:
    """Compile a pattern that YAML folded over several lines."""
    return re.compile(re.sub(r"\s", "", folded))


@cache
def indicator_rules() -> IndicatorRules:
    """Return the compiled rules; raises ResourceError when their file is damaged."""
    rules = load_rules("indicators")
    return IndicatorRules(
        links=frozenset(rules["links"]),
        openings=frozenset(rules["openings"]),
        opening_tags=frozenset(rules["opening_tags"]),
        kept=tuple(rules["kept_openings"]),
        cuts=frozenset(rules["cuts"]),
        foreign=tuple(rules["foreign"]),
        prepositions=re.compile(r"(?:在|从|由|对|与|和|按|据|把|以)?"),
        generic_zone=tuple(rules["generic_zone"]),
        not_names=_pattern(rules["not_names_pattern"]),
        not_economy=_pattern(rules["not_economy_pattern"]),
        single=_pattern(rules["single_pattern"]),
        shared=_pattern(rules["shared_pattern"]),
        heads=_pattern(rules["heads_pattern"]),
        flows=re.compile(alternation(rules["flows"])),
        ranks=re.compile(alternation(rules["rank_verbs_pattern"])),
        counting=frozenset(rules["counting"]),
        money=frozenset(rules["money"]),
        aims=re.compile(alternation(rules["aims"])),
        done=re.compile(alternation(rules["done"])),
    )


class IndicatorText:
    """A document as the indicators see it: half-width text, words and mentions by offset."""

    __slots__ = ("_mention_starts", "_word_starts", "mentions", "rules", "text", "words")

    def __init__(self, analysed: AnalysedText, entities: Sequence[Entity]) -> None:
        self.rules = indicator_rules()
        self.text = narrow(analysed.text)
        self.words = analysed.words
        self._word_starts = [word.start for word in analysed.words]
        self.mentions = sorted(
            (
                NamedSpan(m.start, m.end, position, entity.type)
                for position, entity in enumerate(entities)
                for m in entity.mentions
            ),
            key=lambda m: (m.start, -m.end, m.entity),
        )
        self._mention_starts = [m.start for m in self.mentions]

    def mentions_in(self, start: int, end: int) -> list[NamedSpan]:
        """Return the mentions that start in a stretch of text, the longest first at one place."""
        first = bisect_left(self._mention_starts, start)
        return self.mentions[first : bisect_left(self._mention_starts, end)]

    def covering(self, start: int, end: int) -> NamedSpan | None:
        """Return a mention that covers a stretch of text, if one does."""
        last = bisect_right(self._mention_starts, start)
        near = self.mentions[max(0, last - 8) : last]
        return next((m for m in near if m.start <= start and end <= m.end), None)

    def words_in(self, start: int, end: int) -> list[Word]:
        """Return the words that lie within a stretch of text."""
        first = bisect_left(self._word_starts, start)
        last = bisect_left(self._word_starts, end)
        return [word for word in self.words[first:last] if word.end <= end]


def clause_start(text: str, sentence: int, previous: int, figure: int) -> int:
    """Return where the words before a figure begin: behind the last figure, comma or open bracket."""
    position = figure
    while position > sentence and text[position - 1] in ": \t":
        position -= 1
    depth = 0
    while position > max(sentence, previous):
        c = text[position - 1]
        if c in CLAUSE_END:
            return position
        if c == ")":
            depth += 1
        elif c == "(":
            if not depth:
                return position
            depth -= 1
        position -= 1
    # What a figure counts stands right behind it: 7个街道、12家平台.
    own = text.find("、", position, figure) if position == previous > sentence else -1
    return own + 1 if own >= 0 else position


def _says_something(text: str, word: Word) -> bool:
    return any(c.isalnum() or c in '“”"()' for c in text[word.start : word.end])


def trim(document: IndicatorText, start: int, end: int) -> tuple[int, int]:
    """Return the stretch without the words around a name that are no part of it."""
    rules, text = document.rules, document.text
    words = document.words_in(start, end)
    while words and (
        text[words[-1].start : words[-1].end] in rules.links or not _says_something(text, words[-1])
    ):
        words.pop()
    while words:
        first = words[0]
        if text.startswith(rules.kept, first.start):
            break
        word = text[first.start : first.end]
        opens = word in rules.openings or first.tag in rules.opening_tags or not _says_something(text, first)
        if not opens or (word[0] in '“"(' and len(words) > 1):
            break
        words.pop(0)
    return (words[0].start, words[-1].end) if words else (end, end)


def _behind_cut(document: IndicatorText, start: int, end: int) -> int:
    """Return where the name starts behind the last verb that leads to it (带动税收)."""
    text = document.text
    for word in reversed(document.words_in(start, end)):
        if text[word.start : word.end] in document.rules.cuts and _IDEOGRAPHS.search(text, word.end, end):
            return word.end
    return start


def clean(text: str) -> str:
    """Return a name without white space, stray quotes and brackets."""
    name = _NUMBERING.sub("", re.sub(r"\s", "", text))
    for left, right in (("“", "”"), ("(", ")"), ("《", "》")):
        if name.count(left) != name.count(right):
            name = name.replace(left, "").replace(right, "")
    return name.strip("、,:;的·—-")


def _without_list(document: IndicatorText, name: str) -> str:
    """Return 引进配套企业 for 引进A、B等配套企业: the verb and what the list is one of."""
    tail = _LIST_TAIL.sub("", name)
    if tail == name or len(tail) < 2:
        return name
    verb = document.rules.flows.match(name)
    return (verb[0] if verb else "") + tail


def name_before(document: IndicatorText, start: int, figure: int) -> Name | None:
    """Return the name in front of a figure, None when nothing but linking words stands there."""
    start, end = trim(document, start, figure)
    subject = start
    start, end = trim(document, _behind_cut(document, start, end), end)
    if end - start > _LONGEST_NAME and "等" not in document.text[start:end]:
        words = document.words_in(start, end)
        while words and end - words[0].start > _LONGEST_NAME // 2:
            words.pop(0)
        start, end = trim(document, words[0].start if words else end, end)
    name = _without_list(
        document, clean(_industry_before(document, subject, start) + document.text[start:end])
    )
    if not name:
        return None
    words = document.words_in(start, end)
    has_head = document.rules.heads.search(name) is not None
    last = words[-1] if words and words[-1].tag in {"v", "vd", "p"} and not has_head else None
    verb = document.text[last.start : last.end] if last else ""
    return Name(name.removesuffix("等"), start, verb, name.endswith("等"), has_head)


def _industry_before(document: IndicatorText, start: int, cut: int) -> str:
    """Return the industry of which a figure behind 实现 or 完成 is told (装备产业实现产值), else ""."""
    done = _DONE.search(document.text, start, cut)
    if done is None:
        return ""
    left, right = trim(document, start, done.start())
    named = document.text[left:right]
    return named if len(named) <= _LONGEST_INDUSTRY and _INDUSTRY.search(named) else ""


def _behind(document: IndicatorText, figure: Figure) -> tuple[str, int]:
    """Return the counted thing that stands behind a figure (15家企业), or "", and where it ends."""
    rules, text = document.rules, document.text
    unit = figure.unit.removeprefix("万").removeprefix("亿")
    if figure.kind != "amount" or unit not in rules.counting | rules.money:
        return "", figure.end
    end = figure.end
    for word in document.words_in(figure.end, figure.end + _LONGEST_BEHIND):
        piece = text[word.start : word.end]
        joins = piece in '“”"' or (end == figure.end and piece in _BEFORE_BEHIND)
        if word.start != end or piece in _QUANTIFIERS or not (joins or word.tag.startswith(_NOUN_TAGS)):
            break
        if word.tag in {"v", "vd"} and end > figure.end and not rules.heads.search(text, end, word.end):
            break
        end = word.end
    name = clean(text[figure.end : end])
    if (unit in rules.money and not rules.heads.search(name)) or not _IDEOGRAPHS.search(name):
        return "", figure.end
    return name, end


def _share_name(document: IndicatorText, start: int, figure: Figure, known: str) -> Name | None:
    """Return the name of a share (研发经费占GDP比重); without a subject of its own it is the known one's."""
    at = document.text.rfind("占", start, figure.start)
    left, _ = trim(document, start, at)
    right = trim(document, at + 1, figure.start)[1]
    if at + 1 >= right:
        return None
    subject = "" if left < at else known
    if left >= at and not known:
        return None
    first = left if left < at else at
    return Name(clean(subject + document.text[first:right]), first)


def _rank_name(document: IndicatorText, start: int, figure: Figure) -> Name | None:
    verb = document.rules.ranks.search(document.text, start, figure.start)
    if verb is None:
        return None
    left, right = trim(document, start, verb.start())
    if left == right:  # the segmenter may take 综合排名 for one word
        left, right = trim(document, start, figure.start)[0], verb.start()
    stem = clean(document.text[left:right]).removesuffix("中")
    return Name(stem + "排名", left) if _IDEOGRAPHS.search(stem) else None


def figure_name(document: IndicatorText, start: int, figure: Figure, known: str) -> Name | None:
    """Return the name of a figure, None when it has none.

    start: where its clause or, behind a zone or a time, its name may begin. known: the name before it in the
    sentence, of which a share may be said.
    """
    if figure.kind == "rank":
        return _rank_name(document, start, figure)
    if figure.unit == PERCENT and not figure.growth and "占" in document.text[start : figure.start]:
        return _share_name(document, start, figure, known)
    name = name_before(document, start, figure.start)
    row = name is not None and not name.has_head and (name.listed or "、" in name.text)
    row = row or document.text[figure.start - 1 : figure.start] == "的"  # 审批的42个项目
    if name is not None and not name.verb and not row:
        return name
    behind, end = _behind(document, figure)
    if not behind:
        return name if name and len(name.text) >= 4 and not name.listed else None
    if name is None or row:  # without a verb it has to sound like an indicator by itself
        return Name(behind, figure.start, end=end) if document.rules.heads.search(behind) else None
    return Name((name.text if len(name.text) <= 4 else name.verb) + behind, name.start, end=end)


def is_name(document: IndicatorText, name: Name, figure: Figure) -> bool:
    """Return whether a name tells of a zone's economy rather than of one company, a meeting or a distance."""
    rules, text = document.rules, name.text
    if (
        not _IDEOGRAPHS.search(text)
        or len(text) > _LONGEST_NAME
        or (figure.unit == POINTS and not figure.growth)
    ):
        return False
    if rules.not_names.search(text) or rules.not_economy.search(text):
        return False
    if document.text[figure.end : figure.end + 1] == "的" and rules.single.search(text[-4:]):
        return False
    inside = [m for m in document.mentions_in(name.start, figure.start) if m.type in {"Company", "Project"}]
    return not inside or "等" in document.text[inside[-1].end : figure.start]


def with_parent(name: str, parent: str) -> str:
    """Return 签约亿元以上项目 for 亿元以上项目 among 签约项目: with the words before their common noun."""
    shared = 0
    while shared < min(len(name), len(parent)) and name[-1 - shared] == parent[-1 - shared]:
        shared += 1
    prefix = parent[: len(parent) - shared]
    return prefix + name if shared >= 2 and prefix and not name.startswith(prefix) else name


def several_names(document: IndicatorText, name: str, number: int) -> list[str]:
    """Return a list's names when there are as many as figures (0: any number), else the name itself."""
    for pattern in _APART:
        parts = [part for part in pattern.split(name) if part]
        if len(parts) < 2 or any(len(part) < 2 for part in parts):
            continue
        if len(parts) == number or (not number and all(document.rules.heads.search(part) for part in parts)):
            return parts
    return [name]


def shared_names(document: IndicatorText, start: int, figure: Figure, name: str, number: int) -> list[str]:
    """Return the names to which as many figures belong (A、B分别为x、y), none when their numbers differ.

    name: of the first figure. Of A、B两个产业分别实现产值x、y they are A产值 and B产值.
    """
    names = several_names(document, name, number)
    if len(names) == number:
        return names
    at = document.text.rfind("分别", start, figure.start)
    left, end = trim(document, start, at)
    row = _TOGETHER.sub("", clean(document.text[left:end]))
    members = several_names(document, row, number)
    if len(members) != number:
        return []
    left, end = trim(document, at, figure.start)
    return [member + clean(document.text[left:end]) for member in members]
