"""Reads titles around the names of leaders and finds the body that each title is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.annotations import AnalysedText, Entity
from extract.relation_frame import Frame, Occurrence
from extract.rules import load_rules

_MASK = {"Zone": "\ue000", "Organization": "\ue001", "Company": "\ue002", "Place": "\ue003"}
_MASKS = "".join(_MASK.values())
_TITLE_REACH = 70
# Precision of the rules that lean on context, measured on the training documents.
_SCORES = {"title:company-before": 0.8, "title:bare-post": 0.6}
_COMPANY_REACH = 160


@dataclass(frozen=True, slots=True)
class TitleRules:
    """The word lists of data/rules/titles.yaml, compiled.

    chain: titles up to the end of a text, joined by 、 or 兼. phrase: one title in three groups: what stands
    before, its own body (党工委), its post (副书记).
    """

    chain: re.Pattern[str]
    chain_after: re.Pattern[str]
    phrase: re.Pattern[str]
    after: re.Pattern[str]
    speech: re.Pattern[str]
    no_leader_before: re.Pattern[str]
    company_posts: frozenset[str]
    government_posts: frozenset[str]
    zone_bodies: frozenset[str]
    outer_bodies: frozenset[str]
    courtesy: re.Pattern[str]
    bare_post: re.Pattern[str]
    outer: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Title:
    """A title that the text gives a leader: entity positions, title as written, where, which rule read it."""

    leader: int
    body: int
    title: str
    start: int
    end: int
    by: str
    score: float


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


@cache
def title_rules() -> TitleRules:
    """Return the compiled word lists, read once."""
    data = load_rules("titles")
    posts = [post for group in data["posts"].values() for post in group]
    bodies = [*data["zone_bodies"], *data["inner_bodies"], *data["outer_bodies"]]
    own = f"(?:{_any(bodies)})?"
    post = f"(?:{_any(data['modifiers'])})*(?:{_any(posts)})"
    office = "(?:[\u4e00-\u9fff]{1,8}?(?:局|部|办|处|中心|委|厅|院|公司|室|科))?"
    before = f"[{_MASKS}]*(?:[^{_MASKS}，,。；;：:、！？\\s“”]{{0,8}}?)"
    title = f"{before}{own}{office}{post}"
    joint = r"[、，,/]?(?:兼)?\s*"
    return TitleRules(
        re.compile(f"(?:{title}(?:{joint}{title})*)$"),
        re.compile(f"{title}(?:{joint}{title})*"),
        re.compile(f"(?P<before>{before})(?P<own>{own})(?P<post>{office}{post})(?={joint}|$)"),
        re.compile(
            f"^[\\s\u3000]*(?:[,，]?\\s*(?:{_any(data['appointing'])})|[（(]|[:：—－-]+|[\\s\u3000]+)?"
        ),
        re.compile(_any(data["speech"])),
        re.compile(f"(?:{_any(data['no_leaders'])})[:：\\s]*$"),
        frozenset(data["posts"]["company"]),
        frozenset(data["posts"]["government"]),
        frozenset(data["zone_bodies"]),
        frozenset(data["outer_bodies"]),
        re.compile(f"(?:{_any(data['courtesy'])})?[\\s\u3000:：—－-]*$"),
        re.compile(f"(?:区|管委会)?(?:{office}|分管|常务|副|主要|首任)*(?:{_any(data['bare_posts'])})"),
        re.compile(f"{_any(data['outer_bodies'])}|[省市县旗我该其]|总书记|公司|中心"),
    )


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One title: its place in the text, own body word, post, all of it, the mention inside it (or None)."""

    start: int
    end: int
    own: str
    post: str
    whole: str
    body: Occurrence | None


def _masked(text: str, start: int, end: int, bodies: Sequence[Occurrence]) -> str:
    """Return text[start:end] with every mention of a body replaced by its type's sign, lengths kept."""
    piece = text[start:end]
    for body in bodies:
        if start <= body.start and body.end <= end:
            sign = _MASK[body.type] * (body.end - body.start)
            piece = piece[: body.start - start] + sign + piece[body.end - start :]
    return piece


def _phrases(masked: str, offset: int, bodies: Sequence[Occurrence]) -> list[_Phrase]:
    """Return the titles of a chain, each with the mention inside it."""
    found: list[_Phrase] = []
    for match in title_rules().phrase.finditer(masked):
        start, end = offset + match.start(), offset + match.end()
        inside = [body for body in bodies if start <= body.start and body.end <= end]
        title = match["own"] + match["post"]
        kept = title.lstrip(_MASKS)
        found.append(
            _Phrase(end - len(kept), end, match["own"], kept, match[0], inside[-1] if inside else None)
        )
    return found


def _near_bodies(frame: Frame, leader: Occurrence, reach: int) -> list[Occurrence]:
    """Return the bodies named in the leader's sentence within reach of the name."""
    if not frame.by_sentence:
        return []
    rows = (frame.occurrences[position] for position in frame.by_sentence[leader.sentence])
    return [
        row
        for row in rows
        if row.type in _MASK and row.end > leader.start - reach and row.start < leader.end + reach
        if not (row.generic and row.form in title_rules().zone_bodies)
    ]


def _company_before(frame: Frame, offset: int, sentence: int) -> int | None:
    """Return the company last named before the offset in this sentence or the two before it."""
    for number in range(sentence, max(sentence - 3, -1), -1):
        rows = [frame.occurrences[p] for p in frame.by_sentence[number]]
        companies = [
            r for r in rows if r.type == "Company" and r.end <= offset and offset - r.end < _COMPANY_REACH
        ]
        if companies:
            return companies[-1].entity
    return None


def _seat_of_place(entities: Sequence[Entity], place: int, own: str, post: str) -> int | None:
    """Return the government or committee of a place when the document names it (抚顺市市长 → 抚顺市政府)."""
    base = entities[place].name.rstrip("省市县区")
    for position, entity in enumerate(entities):
        if entity.type != "Organization" or not entity.name.startswith(base):
            continue
        if own and entity.name.endswith(own):
            return position
        if post.lstrip("副常务代") in title_rules().government_posts and entity.name.endswith("政府"):
            return position
    return None


def _is_company_post(post: str) -> bool:
    return any(post.endswith(word) for word in title_rules().company_posts)


def _body_of(
    phrase: _Phrase, previous: int | None, leader: Occurrence, frame: Frame, entities: Sequence[Entity]
) -> tuple[int | None, str]:
    """Return the body of a title and the rule that found it."""
    rules = title_rules()
    if phrase.body is not None:
        if phrase.body.type != "Place":
            return phrase.body.entity, "title:body-named"
        seat = _seat_of_place(entities, phrase.body.entity, phrase.own, phrase.post)
        if seat is not None:
            return seat, "title:seat-of-place"
        if phrase.own not in rules.zone_bodies:
            return None, ""
    if phrase.own in rules.zone_bodies:
        zone = frame.current_zone(leader.start)
        return zone, "title:zone-body"
    if phrase.own in rules.outer_bodies:
        return None, ""
    if any(phrase.post.endswith(post) for post in rules.government_posts):
        return None, ""
    if previous is not None:
        return previous, "title:same-body"
    if _is_company_post(phrase.post):
        return _company_before(frame, phrase.start, leader.sentence), "title:company-before"
    if rules.bare_post.fullmatch(phrase.post) and not rules.outer.search(phrase.whole):
        return frame.current_zone(leader.start), "title:bare-post"
    return None, ""


def _titles_of(
    phrases: Sequence[_Phrase], leader: Occurrence, frame: Frame, entities: Sequence[Entity], by: str
) -> Iterator[Title]:
    previous: int | None = None
    for phrase in phrases:
        body, rule = _body_of(phrase, previous, leader, frame, entities)
        if body is None:
            continue
        previous = body
        score = _SCORES.get(rule, 0.9)
        yield Title(leader.entity, body, phrase.post, phrase.start, phrase.end, f"{rule}{by}", score)


def _before(text: str, leader: Occurrence, floor: int, bodies: Sequence[Occurrence]) -> list[_Phrase]:
    """Return the titles that end right before the name."""
    start = max(floor, leader.start - _TITLE_REACH)
    masked = _masked(text, start, leader.start, bodies)
    courtesy = title_rules().courtesy.search(masked)
    masked = masked[: courtesy.start()] if courtesy else masked
    chain = title_rules().chain.search(masked)
    if chain is None:
        return []
    return _phrases(masked[chain.start() :], start + chain.start(), bodies)


def _after(text: str, leader: Occurrence, ceiling: int, bodies: Sequence[Occurrence]) -> list[_Phrase]:
    """Return the titles right behind the name: (党工委书记), 任…, 是…, or the bare post."""
    end = min(ceiling, leader.end + _TITLE_REACH)
    masked = _masked(text, leader.end, end, bodies)
    cue = title_rules().after.match(masked)
    skip = cue.end() if cue else 0
    chain = title_rules().chain_after.match(masked, skip)
    if chain is None:
        return []
    return _phrases(chain[0], leader.end + chain.start(), bodies)


def _speaker(analysed: AnalysedText, leader: Occurrence, frame: Frame) -> bool:
    """Return whether the name stands alone on a line near the top of the zone's own speech."""
    text = analysed.text
    if frame.main_zone is None or frame.paragraph(leader.start) > 12 or not frame.zone_in_title:
        return False
    line_start = text.rfind("\n", 0, leader.start) + 1
    line_end = text.find("\n", leader.end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    rest = line.replace(text[leader.start : leader.end], "")
    return (
        not re.sub(r"[\s()（）]", "", rest) and title_rules().speech.search(text, 0, leader.start) is not None
    )


def _one_leader(
    analysed: AnalysedText,
    leader: Occurrence,
    floor: int,
    ceiling: int,
    frame: Frame,
    entities: Sequence[Entity],
) -> list[Title]:
    text = analysed.text
    bodies = _near_bodies(frame, leader, _TITLE_REACH)
    before = _before(text, leader, floor, [b for b in bodies if b.end <= leader.start])
    found = list(_titles_of(before, leader, frame, entities, ""))
    if not found:
        after = _after(text, leader, ceiling, [b for b in bodies if b.start >= leader.end])
        found = list(_titles_of(after, leader, frame, entities, "-after"))
    if not found and not before and _speaker(analysed, leader, frame) and frame.main_zone is not None:
        found = [Title(leader.entity, frame.main_zone, "", leader.start, leader.end, "title:speaker", 0.85)]
    return found


def _same_list(text: str, previous: Occurrence, leader: Occurrence) -> bool:
    """Return whether two names stand in one list (副书记A、B)."""
    return re.fullmatch(r"[\s\u3000]*[、和与及][\s\u3000]*", text[previous.end : leader.start]) is not None


def find_titles(analysed: AnalysedText, entities: Sequence[Entity], frame: Frame) -> tuple[Title, ...]:
    """Return every title that the text gives a leader, in reading order, with the body it is of.

    Several names behind one title share it; a name alone under the headline of the zone's own speech leads
    the zone without a title. Names behind 记者, 编辑 … get none.
    """
    text = analysed.text
    leaders = [o for o in frame.occurrences if o.type == "Leader"]
    titles: list[Title] = []
    shared: list[Title] = []
    for position, leader in enumerate(leaders):
        sentence = analysed.sentences[leader.sentence]
        previous = leaders[position - 1] if position else None
        following = leaders[position + 1] if position + 1 < len(leaders) else None
        floor = max(sentence[0], previous.end if previous else 0)
        ceiling = min(sentence[1], following.start if following else sentence[1])
        if title_rules().no_leader_before.search(text, max(0, leader.start - 12), leader.start):
            shared = []
            continue
        if previous is not None and shared and _same_list(text, previous, leader):
            own = [
                Title(leader.entity, t.body, t.title, t.start, t.end, "title:shared", 0.85)
                for t in shared[-1:]
            ]
        else:
            own = _one_leader(analysed, leader, floor, ceiling, frame, entities)
        shared = own
        titles += own
    return tuple(titles)
