"""Finds pairs of entities that a relation may join and describes each pair by what the text says of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from extract.annotations import AnalysedText, Entity
from extract.company_names import company_core, without_region
from extract.relation_frame import Frame
from extract.zone_names import split_zone_name

# What the scorer decides, by group: LEADS comes from titles (leaders.py).
PATTERNS: dict[str, tuple[str, str, str]] = {
    "company-located-zone": ("Company", "LOCATED_IN", "Zone"),
    "project-located-zone": ("Project", "LOCATED_IN", "Zone"),
    "organization-located-zone": ("Organization", "LOCATED_IN", "Zone"),
    "zone-located-place": ("Zone", "LOCATED_IN", "Place"),
    "company-located-place": ("Company", "LOCATED_IN", "Place"),
    "project-located-place": ("Project", "LOCATED_IN", "Place"),
    "organization-located-place": ("Organization", "LOCATED_IN", "Place"),
    "zone-part-zone": ("Zone", "PART_OF", "Zone"),
    "company-part-company": ("Company", "PART_OF", "Company"),
    "organization-part-organization": ("Organization", "PART_OF", "Organization"),
    "organization-part-company": ("Organization", "PART_OF", "Company"),
    "company-invests-project": ("Company", "INVESTS_IN", "Project"),
    "organization-invests-project": ("Organization", "INVESTS_IN", "Project"),
    "company-in-industry": ("Company", "IN_INDUSTRY", "Industry"),
    "project-in-industry": ("Project", "IN_INDUSTRY", "Industry"),
    "zone-focuses-industry": ("Zone", "FOCUSES_ON", "Industry"),
    "zone-implements-policy": ("Zone", "IMPLEMENTS", "Policy"),
    "organization-implements-policy": ("Organization", "IMPLEMENTS", "Policy"),
    "zone-cooperates-zone": ("Zone", "COOPERATES_WITH", "Zone"),
    "zone-cooperates-organization": ("Zone", "COOPERATES_WITH", "Organization"),
    "zone-cooperates-company": ("Zone", "COOPERATES_WITH", "Company"),
    "company-cooperates-company": ("Company", "COOPERATES_WITH", "Company"),
    "company-cooperates-organization": ("Company", "COOPERATES_WITH", "Organization"),
    "organization-cooperates-organization": ("Organization", "COOPERATES_WITH", "Organization"),
}
# Without one of these words around, or a shared name, no tie between companies and bodies is weighed.
_TIE = ("cooperates", "contacts", "members", "supplies", "part_of")
_CUES = {
    **{group: _TIE for group in PATTERNS if "-cooperates-" in group},
    "company-part-company": ("members",),
    "organization-part-organization": ("members", "part_of"),
    "organization-part-company": ("members",),
}
_FRAME_TIES = frozenset({"zone-cooperates-zone", "zone-cooperates-organization"})
_LETTER = {
    "Zone": "Z",
    "Company": "C",
    "Project": "P",
    "Leader": "L",
    "Policy": "Y",
    "Organization": "O",
    "Place": "G",
    "Industry": "I",
}
_TYPE_PAIRS = frozenset(pair for head, _, tail in PATTERNS.values() for pair in ((head, tail), (tail, head)))
_SENTENCES_APART = 1
_PASSAGE = 3  # sentences that an industry's name speaks for
_PASSAGE_TYPES = ({"Company", "Industry"}, {"Project", "Industry"})
_WINDOW = 60  # mentions behind a mention that are looked at
_NEAREST = 5  # names of a type on each side of a mention that are tried
_TIE_REACH = 120  # characters around two names in which a word of a tie counts
_INSTANCES = 2  # places in the text that describe one pair
_JOINT = re.compile(r"[、,，和与及以等\s“”\"《》]{0,4}")
_CLAUSE = re.compile(r"[,，;；。:：！？\n]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that a relation may join. group: key of PATTERNS; head, tail: entity positions.

    evidence: spans that hold both names (two when they stand in two sentences). features: names of what the
    text says of the pair; those that begin with "r:" are reasons fit for an edge's rule name.
    """

    group: str
    head: int
    tail: int
    evidence: tuple[tuple[int, int], ...]
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """One place in the text where two entities of a pattern stand near each other."""

    head: int
    tail: int
    distance: int


@cache
def _triggers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    text = resources.files("extract").joinpath("data/rules/relations.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return tuple((name, re.compile(pattern)) for name, pattern in data["triggers"].items())


def _trigger(name: str) -> re.Pattern[str]:
    return dict(_triggers())[name]


def _bucket(value: int, edges: tuple[int, ...]) -> str:
    return str(bisect_right(edges, value))


class _Reader:
    """Answers questions on one document; every answer looks at a bounded piece of text."""

    def __init__(self, analysed: AnalysedText, entities: Sequence[Entity], frame: Frame) -> None:
        self.text = analysed.text
        self.sentences = analysed.sentences
        self.entities = entities
        self.frame = frame
        self.rows = frame.occurrences
        self.words = analysed.words
        self.word_starts = [word.start for word in analysed.words]
        self.starts = [row.start for row in self.rows]
        self.list_first, self.list_last = self._lists()
        self._profiles: dict[int, tuple[str, ...]] = {}
        self.places: dict[int, list[int]] = defaultdict(list)
        for position, row in enumerate(self.rows):
            self.places[row.entity].append(position)

    def _lists(self) -> tuple[list[int], list[int]]:
        """For each occurrence the first and last occurrence of the list that it stands in."""
        first = list(range(len(self.rows)))
        last = list(range(len(self.rows)))
        for position in range(1, len(self.rows)):
            before, here = self.rows[position - 1], self.rows[position]
            joint = self.text[before.end : here.start] if here.start - before.end <= 4 else "x"
            if before.type == here.type and before.end <= here.start and _JOINT.fullmatch(joint):
                first[position] = first[position - 1]
        for position in range(len(self.rows) - 2, -1, -1):
            if first[position + 1] == first[position]:
                last[position] = last[position + 1]
        return first, last

    def clause(self, start: int, end: int, sentence: int) -> tuple[int, int]:
        """Return the clause around a span, inside its sentence, at most 40 characters each way."""
        left, right = self.sentences[sentence]
        floor, ceiling = max(left, start - 40), min(right, end + 40)
        begin = floor
        for match in _CLAUSE.finditer(self.text, floor, start):
            begin = match.end()
        match_end = _CLAUSE.search(self.text, end, ceiling)
        return begin, match_end.start() if match_end else ceiling

    def tied(self, head: int, tail: int, cues: tuple[str, ...]) -> bool:
        """Return whether the sentences of two mentions, near enough, hold one of the triggers."""
        left, right = self.rows[min(head, tail)], self.rows[max(head, tail)]
        start = max(left.start - _TIE_REACH, self.sentences[left.sentence][0])
        end = min(right.end + _TIE_REACH, self.sentences[right.sentence][1])
        return any(_trigger(name).search(self.text, start, end) for name in cues)

    def word_texts(self, start: int, end: int, limit: int) -> list[tuple[str, str]]:
        """Return up to `limit` words inside a span with their tags."""
        found: list[tuple[str, str]] = []
        for word in self.words[bisect_left(self.word_starts, start) :]:
            if word.end > end or len(found) == limit:
                break
            found.append((self.text[word.start : word.end], word.tag))
        return found

    def masked_between(self, start: int, end: int) -> str:
        """Return the text of a span with every mention replaced by its type's letter and lists made one."""
        pieces: list[str] = []
        position = start
        for row in self.rows[bisect_left(self.starts, start) : bisect_left(self.starts, end)]:
            if row.start < position or row.end > end:
                continue
            pieces += [self.text[position : row.start], _LETTER[row.type]]
            position = row.end
        pieces.append(self.text[position:end])
        return re.sub(r"([A-Z])(?:[、和与及]\1)+", r"\1", "".join(pieces))

    def zones_of(self, entity: int) -> list[int]:
        """Return the main zone and the zones whose passages the entity stands in."""
        zones = {self.frame.current_zone(self.rows[p].start) for p in self.places[entity][:3]}
        return sorted(zone for zone in zones | {self.frame.main_zone} if zone is not None)

    # --- what the text says of one mention ----------------------------------------------------------------

    def profile(self, position: int) -> tuple[str, ...]:
        """Return what surrounds a mention: its list's head, words before, trigger words of its clause."""
        if position not in self._profiles:
            self._profiles[position] = tuple(self._profile(position))
        return self._profiles[position]

    def _profile(self, position: int) -> Iterator[str]:
        row = self.rows[position]
        first, last = self.rows[self.list_first[position]], self.rows[self.list_last[position]]
        sentence_start, sentence_end = self.sentences[row.sentence]
        after = self.text[last.end : min(last.end + 6, sentence_end)]
        before = self.text[max(first.start - 4, sentence_start) : first.start]
        yield f"after={after[:2]}"
        yield f"after4={after[:4]}"
        yield f"before={before[-2:]}"
        yield f"before1={before[-1:]}"
        if first is not last:
            yield "in-list"
        begin, end = self.clause(first.start, last.end, row.sentence)
        for word, tag in self.word_texts(begin, first.start, 8):
            if tag.startswith(("v", "p")):
                yield f"verb-before={word}"
        for word, tag in self.word_texts(last.end, end, 5):
            if tag.startswith(("v", "n")):
                yield f"word-after={word}"
        clause_before, clause_after = self.text[begin : first.start], self.text[last.end : end]
        for name, pattern in _triggers():
            if pattern.search(clause_before):
                yield f"r:{name}-before"
            if pattern.search(clause_after):
                yield f"r:{name}-after"


def _name_features(head: Entity, tail: Entity) -> Iterator[str]:
    head_core = company_core(head.name) if head.type == "Company" else head.name
    tail_core = company_core(tail.name) if tail.type == "Company" else tail.name
    if head.type == "Zone":
        head_core = split_zone_name(head.name).stem or head.name
    if tail.type == "Zone":
        tail_core = split_zone_name(tail.name).stem or tail.name
    if tail.type == "Place":
        tail_core = tail.name.rstrip("省市县区镇乡") or tail.name
    if head.type == "Company":
        head_core = without_region(head_core)
    if tail.name == head.name:
        yield "r:same-name"
    for label, inner, outer in (("tail", tail_core, head.name), ("head", head_core, tail.name)):
        if len(inner) >= 2 and inner in outer:
            yield f"r:name-holds-{label}"
            if outer.startswith(inner):
                yield f"r:name-starts-with-{label}"
    if head.type == "Company" and tail.type in ("Project", "Company") and head_core[:2] == tail_core[:2]:
        yield "r:same-brand"
    yield f"head-ends={head.name[-2:]}"
    yield f"tail-ends={tail.name[-2:]}"


def _pair_features(reader: _Reader, pair: _Pair) -> Iterator[str]:
    head, tail = reader.rows[pair.head], reader.rows[pair.tail]
    order = "ht" if head.start <= tail.start else "th"
    left, right = (pair.head, pair.tail) if order == "ht" else (pair.tail, pair.head)
    same_list = reader.list_first[left] == reader.list_first[right]
    start = reader.rows[left].end if same_list else reader.rows[reader.list_last[left]].end
    end = reader.rows[right].start if same_list else reader.rows[reader.list_first[right]].start
    apart = tail.sentence - head.sentence
    yield f"order={order}"
    yield f"apart={apart}"
    if same_list:
        yield "r:same-list"
    if start > end:
        yield "nested"
        return
    between = reader.text[start:end]
    masked = reader.masked_between(start, min(end, start + 60))
    yield f"{order}:distance={_bucket(end - start, (0, 2, 5, 10, 20, 40, 80))}"
    clauses = len(_CLAUSE.findall(between[:200]))
    yield f"{order}:clauses={min(clauses, 4)}"
    if end - start <= 60 and len(masked) <= 10:
        yield f"{order}:between={masked}"
    if apart == 0:
        yield from _between_features(reader, order, start, end, masked)
    between_rows = reader.rows[min(left, right) + 1 : max(left, right)]
    kinds = {row.type for row in between_rows[:40] if start <= row.start and row.end <= end}
    for kind in (head.type, tail.type):
        yield f"{order}:{kind}-between={kind in kinds}"
    for word, _ in reader.word_texts(max(start - 0, reader.rows[left].start - 8), reader.rows[left].start, 3):
        yield f"{order}:left={word}"


def _between_features(reader: _Reader, order: str, start: int, end: int, masked: str) -> Iterator[str]:
    for word, tag in reader.word_texts(start, min(end, start + 40), 10):
        if tag[0] in "vpnc":
            yield f"{order}:word={word}"
    for name, pattern in _triggers():
        if pattern.search(masked):
            yield f"r:{name}-between"
            yield f"{order}:r-{name}"


def _nearest_features(reader: _Reader, pair: _Pair) -> Iterator[str]:
    """Say whether the tail is the nearest of its type to the head, on its side and on both."""
    head, tail = reader.rows[pair.head], reader.rows[pair.tail]
    rivals = 0
    low, high = min(pair.head, pair.tail), max(pair.head, pair.tail)
    for position in range(low + 1, min(high, low + 30)):
        row = reader.rows[position]
        if (
            row.type == tail.type
            and row.entity != tail.entity
            and reader.list_first[position] != reader.list_first[pair.tail]
        ):
            rivals += 1
    yield f"rivals={min(rivals, 3)}"
    if head.sentence == tail.sentence:
        same = sum(1 for p in reader.frame.by_sentence[head.sentence] if reader.rows[p].type == tail.type)
        yield f"same-type-in-sentence={_bucket(same, (1, 2, 4, 8))}"


def _frame_features(reader: _Reader, zone: int, other: int) -> Iterator[str]:
    """Say how the zone of a pair stands in the document and whose passage the other entity stands in."""
    frame = reader.frame
    first = reader.rows[reader.places[other][0]]
    is_main = zone == frame.main_zone
    yield f"main={is_main}"
    share = _bucket(int(frame.zone_share * 10), (3, 5, 7, 9))
    yield f"main={is_main}:share={share}"
    yield f"main={is_main}:title={frame.zone_in_title}"
    yield f"main={is_main}:voice={frame.own_voice}"
    yield f"zones={_bucket(frame.counts.get('Zone', 0), (1, 2, 4))}:main={is_main}"
    current = [frame.current_zone(reader.rows[p].start) for p in reader.places[other][:4]]
    yield f"current-first={current[0] == zone}:main={is_main}"
    if zone in current:
        yield f"r:current-zone:main={is_main}"
    rivals = {
        reader.rows[p].entity
        for o in reader.places[other][:4]
        for p in reader.frame.by_sentence[reader.rows[o].sentence]
        if reader.rows[p].type == "Zone"
    }
    yield f"other-zone-in-sentence={bool(rivals - {zone})}:this={zone in rivals}"
    place = any(reader.rows[p].type == "Place" for p in reader.frame.by_sentence[first.sentence])
    yield f"place-in-sentence={place}"
    yield f"mentions={_bucket(len(reader.places[other]), (1, 2, 4))}"
    if is_main:
        yield "r:main-zone"


def _reach(left: str, right: str) -> int:
    """Return how many sentences apart two types may stand: an industry speaks for the passage behind it."""
    return _PASSAGE if {left, right} in _PASSAGE_TYPES else _SENTENCES_APART


def _window_pairs(reader: _Reader) -> dict[tuple[int, int], list[_Pair]]:
    """Return pairs of mentions near each other, by entity pair: the nearest of every type."""
    found: dict[tuple[int, int], list[_Pair]] = defaultdict(list)
    rows = reader.rows
    for position, row in enumerate(rows):
        counts: dict[str, int] = defaultdict(int)
        for other in range(position + 1, min(position + _WINDOW, len(rows))):
            near = rows[other]
            apart = near.sentence - row.sentence
            if apart > _PASSAGE:
                break
            if near.entity == row.entity or (row.type, near.type) not in _TYPE_PAIRS:
                continue
            if reader.list_first[other] == other or other == position + 1:
                counts[near.type] += 1
            if counts[near.type] > _NEAREST or apart > _reach(row.type, near.type):
                continue
            distance = near.start - row.end + 100 * apart
            found[(row.entity, near.entity)].append(_Pair(position, other, distance))
            found[(near.entity, row.entity)].append(_Pair(other, position, distance))
    return found


def _evidence(
    reader: _Reader, instances: Sequence[_Pair], head: int, tail: int
) -> tuple[tuple[int, int], ...]:
    """Return the span from one name to the other, or both names when two sentences hold them."""
    if instances:
        left, right = reader.rows[instances[0].head], reader.rows[instances[0].tail]
        if left.sentence == right.sentence:
            return ((min(left.start, right.start), max(left.end, right.end)),)
    else:
        left, right = reader.rows[reader.places[head][0]], reader.rows[reader.places[tail][0]]
    return tuple(sorted(((left.start, left.end), (right.start, right.end))))


def _candidate(reader: _Reader, group: str, head: int, tail: int, instances: Sequence[_Pair]) -> Candidate:
    features: dict[str, None] = {}
    for feature in _name_features(reader.entities[head], reader.entities[tail]):
        features[feature] = None
    best = sorted(instances, key=lambda pair: (pair.distance, pair.head, pair.tail))[:_INSTANCES]
    features[f"instances={len(best)}"] = None
    for number, pair in enumerate(best):
        for feature in (*_pair_features(reader, pair), *_nearest_features(reader, pair)):
            features[feature] = None
        if number == 0:
            for side, position in (("h", pair.head), ("t", pair.tail)):
                for feature in reader.profile(position):
                    features[feature if feature.startswith("r:") else f"{side}:{feature}"] = None
                    if feature.startswith("r:"):
                        features[f"{side}{feature}"] = None
    head_type, _, tail_type = PATTERNS[group]
    if "Zone" in (head_type, tail_type):
        zone, other = (tail, head) if tail_type == "Zone" else (head, tail)
        for feature in _frame_features(reader, zone, other):
            features[feature] = None
        for position in reader.places[other][:2]:
            for feature in reader.profile(position):
                features[f"x:{feature}"] = None
    return Candidate(group, head, tail, _evidence(reader, best, head, tail), tuple(features))


def _plausible(group: str, reader: _Reader, head: int, tail: int, instances: Sequence[_Pair]) -> bool:
    """Leave out ties of companies and bodies without a shared name and without a word of a tie around."""
    cues = _CUES.get(group)
    if cues is None:
        return True
    left, right = reader.entities[head].name, reader.entities[tail].name
    if "-part-" in group and (left[:2] in right or right[:2] in left):
        return True
    if group in _FRAME_TIES and reader.frame.main_zone in (head, tail):
        other = tail if head == reader.frame.main_zone else head
        return any(reader.tied(p, p, cues) for p in reader.places[other][:_INSTANCES])
    return any(reader.tied(pair.head, pair.tail, cues) for pair in instances[:_INSTANCES])


def find_candidates(
    analysed: AnalysedText, entities: Sequence[Entity], frame: Frame
) -> tuple[Candidate, ...]:
    """Return all pairs that the scorer weighs, sorted by group and positions.

    A pair is weighed when its names stand within two neighbouring sentences, when one name holds the other,
    or when one is the document's main zone; so their number grows linearly with the text.
    """
    reader = _Reader(analysed, entities, frame)
    near = _window_pairs(reader)
    by_type: dict[str, list[int]] = defaultdict(list)
    for position, entity in enumerate(entities):
        by_type[entity.type].append(position)
    groups_of: dict[tuple[str, str], list[str]] = defaultdict(list)
    for group, (head_type, _, tail_type) in PATTERNS.items():
        groups_of[(head_type, tail_type)].append(group)
    pairs = set(near)
    for position in range(len(entities)):
        for zone in reader.zones_of(position):
            pairs |= {(position, zone), (zone, position)}
    for holder, held in _holding_names(entities):
        pairs |= {(holder, held), (held, holder)}
    found: list[Candidate] = []
    for head, tail in sorted(pairs):
        if head == tail:
            continue
        for group in groups_of.get((entities[head].type, entities[tail].type), ()):
            undirected_twin = (
                entities[head].type == entities[tail].type and "cooperates" in group and head > tail
            )
            if not undirected_twin and _plausible(group, reader, head, tail, near.get((head, tail), ())):
                found.append(_candidate(reader, group, head, tail, near.get((head, tail), ())))
    return tuple(found)


def _holding_names(entities: Sequence[Entity]) -> Iterator[tuple[int, int]]:
    """Yield pairs where a project or zone name starts with the brand of a company or the name of a place."""
    brands: dict[str, list[int]] = defaultdict(list)
    for position, entity in enumerate(entities):
        if entity.type == "Company":
            brands[without_region(company_core(entity.name))[:2]].append(position)
        elif entity.type == "Place":
            brands[entity.name[:2]].append(position)
    for position, entity in enumerate(entities):
        if entity.type in ("Project", "Zone"):
            for other in brands.get(entity.name[:2], ())[:4]:
                yield position, other
