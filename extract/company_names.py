"""Knows the forms of a company name: legal forms, regions before the brand, short forms of a full name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from extract.rules import load_rules

_DROPPED = dict.fromkeys(map(ord, " \t\r\n\u3000\u200b\"'“”‘’《》〈〉「」『』"))
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_REGISTERED = re.compile(r"有限(?:责任)?公司$")
_REGION = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,3}(?:省|自治区))?(?:[\u4e00-\u9fff]{2,3}市)?(?:[\u4e00-\u9fff]{2,3}[县区])?"
)


@dataclass(frozen=True, slots=True)
class CompanyForms:
    """The form tables of data/rules/company_forms.yaml, each longest first."""

    legal_forms: tuple[str, ...]
    trades: tuple[str, ...]
    units: tuple[str, ...]
    regions: tuple[str, ...]


@cache
def company_forms() -> CompanyForms:
    """Return the form tables, read once."""
    data = load_rules("company_forms")

    def longest_first(key: str) -> tuple[str, ...]:
        return tuple(sorted(data[key], key=lambda form: (-len(form), form)))

    return CompanyForms(
        longest_first("legal_forms"),
        longest_first("trades"),
        longest_first("units"),
        longest_first("regions"),
    )


def fold_company(name: str) -> str:
    """Return the name in half width and lower case, without white space and quotes."""
    return unicodedata.normalize("NFKC", name).lower().translate(_DROPPED)


def without_legal_form(name: str) -> str:
    """Return the name without legal forms at its end; at least two characters are kept."""
    shorter = name
    changed = True
    while changed:
        changed = False
        for form in company_forms().legal_forms:
            if shorter.endswith(form) and len(shorter) - len(form) >= 2:
                shorter = shorter[: -len(form)]
                changed = True
                break
    return shorter


def is_unit(name: str) -> bool:
    """Return whether the name is a unit of a company (…分公司), so never its short form."""
    return any(unit in name for unit in company_forms().units)


def company_core(name: str) -> str:
    """Return a company name without brackets and legal form (湖南德源集团有限公司 → 湖南德源)."""
    return without_legal_form(_BRACKETS.sub("", fold_company(name))) or fold_company(name)


def without_region(core: str, regions: tuple[str, ...] = ()) -> str:
    """Return the core without the region before the brand.

    regions: place names of the document, tried beside 省/市/县/区 endings; two characters are kept.
    """
    return core[len(region_of(core, regions)) :]


def region_of(core: str, regions: tuple[str, ...] = ()) -> str:
    """Return the region at the start of a company's core ("" if none): what follows must still be a brand."""
    end = 0
    changed = True
    while changed:
        changed = False
        for region in (*regions, *company_forms().regions):
            if core.startswith(region, end):
                after = end + len(region)
                after += core[after : after + 1] in tuple("省市县区") and len(core) - after > 2
                if _is_brand(core[after:]):
                    end, changed = after, True
                    break
    match = _REGION.match(core[end:])
    if match and match.end() and _is_brand(core[end + match.end() :]):
        end += match.end()
    return core[:end]


def _is_brand(text: str) -> bool:
    """Return whether text can be a brand: two characters or more, and not only words for a trade."""
    if len(text) < 2:
        return False
    rest = text
    for trade in company_forms().trades:
        rest = rest.replace(trade, "")
    return bool(rest)


def without_trade(core: str) -> str:
    """Return the core without general trade words at its end; two characters are kept."""
    for trade in company_forms().trades:
        if core.endswith(trade) and len(core) - len(trade) >= 2:
            return core[: -len(trade)]
    return core


def short_company_names(name: str, regions: tuple[str, ...] = ()) -> frozenset[str]:
    """Return how a text may go on to call a company: without legal form, region, trade (远禾集团 → 远禾).

    name: as the text writes it. regions: places of the document that the name may begin with.
    """
    core = without_legal_form(_BRACKETS.sub("", name))
    brand = without_region(core, regions)
    forms = {core, brand, without_trade(core), without_trade(brand)} - {
        name,
        *company_forms().regions,
        *regions,
    }
    return frozenset(form for form in forms if len(form) >= 2)


def is_subsequence(short: str, full: str) -> bool:
    """Return whether all characters of `short` stand in `full` in this order."""
    position = 0
    for character in short:
        position = full.find(character, position) + 1
        if not position:
            return False
    return True


def is_short_form(short: str, full: str, regions: tuple[str, ...] = ()) -> bool:
    """Return whether `short` can be a short form of the longer company name `full`.

    The brand must open both after their regions (骏途底盘 – 安徽省骏途汽车底盘系统股份有限公司); a unit or a
    subsidiary (雨润集团黑龙江分公司) is none. regions: place names of the document.
    """
    if is_unit(short) != is_unit(full) or _is_another(fold_company(short), fold_company(full)):
        return False
    short_core, full_core = company_core(short), company_core(full)
    if short_core == full_core:
        return True
    if len(short_core) >= 3 and full_core.endswith(short_core) and _is_brand(short_core):
        return True
    if _is_abbreviation(short_core, full_core) or _is_abbreviation(
        short_core, without_region(full_core, regions)
    ):
        return True
    short_region, full_region = region_of(short_core, regions), region_of(full_core, regions)
    if short_region and full_region and short_region[:2] != full_region[:2]:
        return False
    short_brand, full_brand = short_core[len(short_region) :], full_core[len(full_region) :]
    if short_brand == full_brand:
        return short_brand != short_core or full_brand != full_core
    if len(short_core) >= len(full_core) or len(short_brand) < 2:
        return False
    if full_brand[:2] != short_brand[:2] or not is_subsequence(short_brand, full_brand):
        return False
    if _names_subsidiary(short, short_brand, full_brand):
        return False
    return not any(region in full_brand and region not in short_brand for region in regions)


def _is_another(short: str, full: str) -> bool:
    """Return whether two folded names are both complete, so that what differs makes two companies.

    A registered name says all of it (芜湖万泉燃气有限公司 – 万泉燃气有限公司); a place in brackets belongs to
    a subsidiary, beside which 公司 or 集团 alone is the parent (永晟稀土(江苏)有限公司 – 永晟公司).
    """
    if _REGISTERED.search(short) and _REGISTERED.search(full):
        complete = [(company_core(name), _BRACKETS.findall(name)) for name in (short, full)]
        return complete[0] != complete[1]
    return bool(_BRACKETS.search(full)) and not _BRACKETS.search(short) and short.endswith(("公司", "集团"))


def _is_abbreviation(short: str, full: str) -> bool:
    """Return whether `short` takes the first characters of the full name's words (青啤, 酒钢, 中石化)."""
    if short.startswith("中") and full.startswith("中国") and len(short) >= 3:
        return is_subsequence(short[1:], full[2:]) and full[2] == short[1]
    if len(short) != 2 or len(full) < 4 or short[0] != full[0]:
        return False
    return any(trade[0] == short[1] and full.endswith(trade) for trade in company_forms().trades)


def _names_subsidiary(short: str, short_brand: str, full_brand: str) -> bool:
    """Return whether the longer name goes on after the group (金锣集团牧业), or the shorter is a group."""
    if "集团" in full_brand[len(short_brand) : -2]:
        return True
    return fold_company(short).endswith("集团") and not full_brand.endswith("集团")
