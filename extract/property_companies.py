"""Finds full and short name, stock code and credit code of companies."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.annotations import Entity, Mention, PropertyClaim
from extract.gazetteers import CompanyRow, Gazetteers
from extract.rules import load_rules

_SOURCE = "data:listed_companies"
# Check digits of a unified social credit code (GB 32100-2015): alphabet and weights.
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CODE_REACH = 160


@dataclass(frozen=True, slots=True)
class CompanyPropertyRules:
    """The rules of data/rules/properties.yaml for companies."""

    full: re.Pattern[str]
    stock: re.Pattern[str]
    credit: re.Pattern[str]


@cache
def company_property_rules() -> CompanyPropertyRules:
    """Return the compiled rules; raises ResourceError when their file is damaged."""
    rules = load_rules("properties")["company"]
    return CompanyPropertyRules(
        re.compile(rules["full_pattern"]),
        re.compile(rules["stock_code_pattern"]),
        re.compile(rules["credit_code_pattern"]),
    )


def is_credit_code(code: str) -> bool:
    """Return whether 18 characters are a unified social credit code with the right check character."""
    if len(code) != 18 or any(c not in _ALPHABET for c in code):
        return False
    total = sum(_ALPHABET.index(c) * weight for c, weight in zip(code, _WEIGHTS, strict=False))
    return _ALPHABET[(31 - total % 31) % 31] == code[17]


def _listed(entity: Entity, written: Sequence[str], gazetteers: Gazetteers) -> CompanyRow | None:
    """Return the one listed company whose exact full or short name the document writes."""
    rows = {
        row for form in dict.fromkeys((entity.name, *written)) for row in gazetteers.companies_named(form)
    }
    return next(iter(rows)) if len(rows) == 1 else None


def _name_claims(position: int, entity: Entity, text: str) -> Iterator[PropertyClaim]:
    """Yield the full name and the short name that the document itself writes."""
    rules = company_property_rules()
    written = {"".join(text[m.start : m.end].split()): m for m in reversed(entity.mentions)}
    full = [form for form in written if rules.full.search(form) and len(form) >= 6]
    if not full:
        return
    longest = max(full, key=lambda form: (len(form), form))
    mention = written[longest]
    yield PropertyClaim(
        position, "full_name", longest, mention.start, mention.end, "text:company_suffix", 0.95
    )
    generic = set(entity.generic)
    shorts = [form for form in written if form not in full and form not in generic and len(form) >= 2]
    if shorts:
        short = max(
            shorts, key=lambda form: (sum(1 for m in entity.mentions if text[m.start : m.end] == form), form)
        )
        mention = written[short]
        yield PropertyClaim(
            position, "short_name", short, mention.start, mention.end, "text:company_alias", 0.9
        )


def company_claims(
    position: int, entity: Entity, text: str, gazetteers: Gazetteers
) -> Iterator[PropertyClaim]:
    """Yield the names of one company and, when the document writes its exact listed name, its stock code.

    text: the document's. position: of the company among the document's entities.
    """
    yield from _name_claims(position, entity, text)
    forms: dict[str, Mention] = {}
    for mention in entity.mentions:
        forms.setdefault("".join(text[mention.start : mention.end].split()), mention)
    row = _listed(entity, tuple(forms), gazetteers)
    if row is None:
        return
    mention = forms.get(row.full_name) or forms.get(row.name) or entity.mentions[0]
    for name, value in (
        ("stock_code", row.stock_code.partition(".")[0]),  # the list writes 600127.SH and 301079
        ("full_name", row.full_name),
        ("short_name", row.name),
    ):
        yield PropertyClaim(position, name, value, mention.start, mention.end, _SOURCE, 0.8)


def code_claims(text: str, companies: Sequence[tuple[int, int, int]]) -> Iterator[PropertyClaim]:
    """Yield the stock and credit codes that the text prints, each for the company named right before it.

    text: in half width. companies: start, end and entity of every company mention, sorted.
    """
    rules = company_property_rules()
    starts = [start for start, _, _ in companies]
    found: list[tuple[str, str, int, int]] = []
    for match in rules.stock.finditer(text):
        group = next(name for name in ("code", "code2", "code3") if match[name])
        found.append(("stock_code", match[group], match.start(group), match.end(group)))
    found += [
        ("credit_code", match[0], match.start(), match.end())
        for match in rules.credit.finditer(text)
        if is_credit_code(match[0])
    ]
    for name, value, start, end in sorted(found, key=lambda row: row[2]):
        position = bisect_right(starts, start) - 1
        if position < 0 or start - companies[position][1] > _CODE_REACH:
            continue
        first = bisect_left(starts, text.rfind("\n", max(0, start - _CODE_REACH), start) + 1)
        if position < first and name == "stock_code":
            continue
        yield PropertyClaim(companies[position][2], name, value, start, end, "text:printed_code", 0.95)
