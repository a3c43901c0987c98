"""Reads one document for relations: lists, clauses, words and trigger words around its mentions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation

from extract.annotations import AnalysedText, Entity
from extract.company_names import company_core, without_region
from extract.coreference import region_names
from extract.relation_frame import Frame, Occurrence
from extract.rules import load_rules
from extract.zone_names import split_zone_name

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
_JOINT = re.compile(r"[、,，和与及以等\s“”\"《》]{0,4}")
_CLAUSE = re.compile(r"[,，;；。:：！？\n]")
_LIST_MADE_ONE = re.compile(r"([A-Z])(?:[、和与及]\1)+")
_CLAUSE_REACH = 40  # characters of a clause that are read on each side of a name
# Characters that names of companies and industries share without telling anything.
_COMMON = frozenset("新产业工公司集团有限高端智能现代与和及制造先进科技中国大")
_INDUSTRIES = 30  # industries of a document that names are compared with


@dataclass(frozen=True, slots=True)
class Triggers:
    """The words of data/rules/relations.yaml: an automaton over them, the rows of each word."""

    automaton: AhoCorasick
    rows: tuple[tuple[str, ...], ...]


@cache
def triggers() -> Triggers:
    """Return the trigger words, read once."""
    data = load_rules("relations")
    rows: dict[str, list[str]] = defaultdict(list)
    for name, words in data["triggers"].items():
        for word in words:
            rows[word].append(name)
    automaton = AhoCorasick(list(rows), implementation=Implementation.DFA)
    return Triggers(automaton, tuple(tuple(names) for names in rows.values()))


@dataclass(frozen=True, slots=True)
class NameParts:
    """What of an entity's name is its own: core without legal form, suffix or level; brand without region."""

    core: str
    brand: str


def name_parts(entity: Entity, regions: tuple[str, ...] = ()) -> NameParts:
    """Return core and brand of a name (宿州经开区 → 宿州; 湖南德源集团有限公司 → 湖南德源, 德源).

    regions: place names of the document, which are no brands.
    """
    if entity.type == "Company":
        core = company_core(entity.name)
        return NameParts(core, without_region(core, regions))
    if entity.type == "Zone":
        stem = split_zone_name(entity.name).stem or entity.name
        return NameParts(stem, stem)
    core = entity.name.rstrip("省市县区镇乡") if entity.type == "Place" else entity.name
    return NameParts(core or entity.name, core or entity.name)


class DocumentReader:
    """Answers questions on one document; every answer looks at a bounded piece of text."""

    def __init__(self, analysed: AnalysedText, entities: Sequence[Entity], frame: Frame) -> None:
        self.text = analysed.text
        self.sentences = analysed.sentences
        self.entities = entities
        self.frame = frame
        self.rows = frame.occurrences
        places = [entity.name for entity in entities if entity.type == "Place"]
        stems = [split_zone_name(entity.name).stem for entity in entities if entity.type == "Zone"]
        regions = region_names(analysed, [*places, *(stem for stem in stems if len(stem) > 1)])
        self.parts = [name_parts(entity, regions) for entity in entities]
        self.places: dict[int, list[int]] = defaultdict(list)
        for position, row in enumerate(self.rows):
            self.places[row.entity].append(position)
        self._words = analysed.words
        self._word_starts = [word.start for word in analysed.words]
        self._starts = [row.start for row in self.rows]
        self._triggers = self._find_triggers()
        self._trigger_starts = [start for start, _, _ in self._triggers]
        self.list_first, self.list_last = self._lists()
        self.affinities = self._affinities()
        self._profiles: dict[tuple[int, str], tuple[str, ...]] = {}
        self._standings = {True: self._standing(True), False: self._standing(False)}

    def _lists(self) -> tuple[list[int], list[int]]:
        """For each occurrence the first and last occurrence of the list that it stands in."""
        first = list(range(len(self.rows)))
        last = list(range(len(self.rows)))
        for position in range(1, len(self.rows)):
            before, here = self.rows[position - 1], self.rows[position]
            joint = self.text[before.end : here.start] if here.start - before.end <= 4 else "x"
            if before.generic or here.generic or before.type != here.type or before.end > here.start:
                continue
            if _JOINT.fullmatch(joint):
                first[position] = first[position - 1]
        for position in range(len(self.rows) - 2, -1, -1):
            if first[position + 1] == first[position]:
                last[position] = last[position + 1]
        return first, last

    def _find_triggers(self) -> list[tuple[int, int, tuple[str, ...]]]:
        """All trigger words outside of names, in reading order."""
        table = triggers()
        found: list[tuple[int, int, tuple[str, ...]]] = []
        row = 0
        matches = table.automaton.find_matches_as_indexes(self.text, overlapping=True)
        for index, start, end in sorted(matches, key=lambda match: (match[1], match[2])):
            while row < len(self.rows) and self.rows[row].end <= start:
                row += 1
            if row < len(self.rows) and self.rows[row].start < end:
                continue
            found.append((start, end, table.rows[index]))
        return found

    def triggers_in(self, start: int, end: int) -> list[str]:
        """Return the names of the trigger rows with a word inside the span, each once, in reading order."""
        names: dict[str, None] = {}
        position = bisect_left(self._trigger_starts, start)
        while position < len(self._triggers) and self._triggers[position][0] < end:
            if self._triggers[position][1] <= end:
                for name in self._triggers[position][2]:
                    names[name] = None
            position += 1
        return list(names)

    def _affinities(self) -> dict[int, dict[int, int]]:
        """For each company and project how many telling characters its name shares with each industry's."""
        industries = [(p, set(e.name) - _COMMON) for p, e in enumerate(self.entities) if e.type == "Industry"]
        found: dict[int, dict[int, int]] = {}
        for position, entity in enumerate(self.entities):
            if entity.type in ("Company", "Project") and industries:
                name = set(entity.name)
                found[position] = {p: len(name & letters) for p, letters in industries[:_INDUSTRIES]}
        return found

    def shared_letters(self, left: int, right: int) -> list[str]:
        """Return the telling characters that two names share, sorted."""
        return sorted((set(self.entities[left].name) & set(self.entities[right].name)) - _COMMON)

    def clause(self, start: int, end: int, sentence: int) -> tuple[int, int]:
        """Return the clause around a span, inside its sentence, at most 40 characters each way."""
        left, right = self.sentences[sentence]
        begin = max(left, start - _CLAUSE_REACH)
        for match in _CLAUSE.finditer(self.text, begin, start):
            begin = match.end()
        ceiling = min(right, end + _CLAUSE_REACH)
        after = _CLAUSE.search(self.text, end, ceiling)
        return begin, after.start() if after else ceiling

    def clauses_between(self, start: int, end: int) -> int:
        """Return how many clause ends stand in a span, looking at 200 characters."""
        return len(_CLAUSE.findall(self.text, start, min(end, start + 200)))

    def words(self, start: int, end: int, limit: int) -> list[tuple[str, str]]:
        """Return up to `limit` words inside a span with their tags."""
        found: list[tuple[str, str]] = []
        position = bisect_left(self._word_starts, start)
        while position < len(self._words) and len(found) < limit:
            word = self._words[position]
            if word.end > end:
                break
            found.append((self.text[word.start : word.end], word.tag))
            position += 1
        return found

    def masked(self, start: int, end: int) -> str:
        """Return the text of a span with every mention replaced by its type's letter and lists made one."""
        pieces: list[str] = []
        position = start
        for row in self.rows[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if row.start < position or row.end > end:
                continue
            pieces += [self.text[position : row.start], _LETTER[row.type]]
            position = row.end
        pieces.append(self.text[position:end])
        return _LIST_MADE_ONE.sub(r"\1", "".join(pieces))

    def zones_of(self, entity: int) -> list[int]:
        """Return the main zone and the zones whose passages the entity stands in."""
        zones = {self.frame.current_zone(self.rows[p].start) for p in self.places[entity][:3]}
        return sorted(zone for zone in zones | {self.frame.main_zone} if zone is not None)

    def _standing(self, is_main: bool) -> tuple[str, ...]:
        main, frame = f"main={is_main}", self.frame
        return (
            main,
            f"{main}:share={bucket(int(frame.zone_share * 10), (3, 5, 7, 9))}",
            f"{main}:title={frame.zone_in_title}",
            f"{main}:voice={frame.own_voice}",
            f"zones={bucket(frame.counts.get('Zone', 0), (1, 2, 4))}:{main}",
        )

    def standing(self, is_main: bool) -> tuple[str, ...]:
        """Return how the document's main zone, or any other, stands in the document."""
        return self._standings[is_main]

    def zones_in_sentence(self, occurrence: Occurrence) -> set[int]:
        """Return the zones named in the sentence of a mention."""
        row = self.frame.by_sentence[occurrence.sentence]
        return {self.rows[p].entity for p in row if self.rows[p].type == "Zone"}

    def profile(self, position: int, side: str) -> tuple[str, ...]:
        """Return what surrounds a mention and its list: words before and behind, triggers of its clause.

        side: h for head, t for tail, x for the other of a zone; it opens each feature.
        """
        first = self.list_first[position]
        if (first, side) not in self._profiles:
            features = dict.fromkeys(self._profile(first, self.list_last[position]))
            marked = [f"{side}:{feature}" for feature in features]
            reasons = [feature for feature in features if feature.startswith("r:")] if side != "x" else []
            self._profiles[(first, side)] = (*reasons, *marked)
        return self._profiles[(first, side)]

    def _profile(self, first_position: int, last_position: int) -> Iterator[str]:
        first, last = self.rows[first_position], self.rows[last_position]
        sentence_start, sentence_end = self.sentences[first.sentence]
        after = self.text[last.end : min(last.end + 4, max(sentence_end, last.end))]
        before = self.text[max(first.start - 2, sentence_start) : first.start]
        yield f"after={after[:2]}"
        yield f"after4={after}"
        yield f"before={before}"
        yield f"before1={before[-1:]}"
        if first is not last:
            yield "in-list"
        begin, end = self.clause(first.start, last.end, first.sentence)
        for word, tag in self.words(begin, first.start, 8):
            if tag.startswith(("v", "p")):
                yield f"verb-before={word}"
        for word, tag in self.words(last.end, end, 5):
            if tag.startswith(("v", "n")):
                yield f"word-after={word}"
        for name in self.triggers_in(begin, first.start):
            yield f"r:{name}-before"
        for name in self.triggers_in(last.end, end):
            yield f"r:{name}-after"


def bucket(value: int, edges: tuple[int, ...]) -> str:
    """Return the number of edges that a value reaches, as text: a size class."""
    return str(bisect_right(edges, value))
