"""Reads Chinese and Arabic numbers, amounts of money and dates as documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"亿": 100_000_000, "万": 10_000}
# The capital forms of cheques and contracts.
_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")

# A number in Arabic digits (thousands separators, decimals), without its multiplier.
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?)"
# The multipliers that may follow Arabic digits before the unit: 3千, 250万, 5百万, 1.2万亿.
MULTIPLIER = r"(?:[十百千]?万亿|[十百千]?[万亿]|[百千])"
CHINESE = "[零〇○一二两三四五六七八九十百千万亿]+"

# Full-width forms (U+FF01 to U+FF5E) and the wide space to their half-width twins, one code point for one.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}

_ARABIC_NUMBER = re.compile(rf"(-?)({ARABIC})({MULTIPLIER}?)")
_DATE = re.compile(
    r"(?<![\d.])(?P<year>[12]\d{3}|[一二][〇○零一二三四五六七八九]{3})"
    r"(?:\s*年\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号]"
    r"|(?P<separator>[-/.])(?P<m2>\d{1,2})(?P=separator)(?P<d2>\d{1,2})(?!\d|[.-]\d))"
)
_COMPACT_DATE = re.compile(r"(?<!\d)(?P<year>[12]\d{3})(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")

_AMOUNT = re.compile(
    rf"(?P<number>{ARABIC}{MULTIPLIER}?|[一二两三四五六七八九十百千万亿]+)\s*"
    r"(?P<unit>元|人民币|美元|美金|欧元|日元|港元|港币|英镑|韩元|新元|澳元)"
)
_YUAN = frozenset({"元", "人民币"})


def narrow(text: str) -> str:
    """Return the text with full-width letters, digits and punctuation in half width, offsets unchanged."""
    return text.translate(_NARROW)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money as written.

    number: in units of the currency. cny: the number when it is renminbi, else None (no rate is invented).
    start, end: half-open offsets into the text it was found in.
    """

    number: float
    cny: float | None
    start: int
    end: int


def _section(text: str) -> int | None:
    """Return the number below ten thousand that this numeral writes."""
    total = digit = 0
    last = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
            continue
        unit = _TENS[c]
        if last and unit >= last:
            return None
        total += (digit or 1) * unit
        digit, last = 0, unit
    if digit and last >= 100 and text[-2] in _TENS:
        digit *= last // 10  # 一百二 is 120, one hundred and two is 一百零二
    return total + digit


def _written_number(text: str) -> int | None:
    for name, unit in _MYRIADS.items():
        before, separator, after = text.rpartition(name)
        if not separator:
            continue
        head = _written_number(before) if before else 1
        if len(after) == 1 and after in _DIGITS:
            tail: int | None = _DIGITS[after] * unit // 10
        else:
            tail = _written_number(after) if after else 0
        return None if head is None or tail is None else head * unit + tail
    return _section(text)


def parse_chinese_numeral(text: str) -> int | None:
    """Return the number that a Chinese numeral writes (一百二十三, 二〇二一, 两千, 三亿五千万), else None."""
    plain = text.translate(_PLAIN)
    if not plain or any(c not in _DIGITS and c not in _TENS and c not in _MYRIADS for c in plain):
        return None
    if all(c in _DIGITS for c in plain):
        return int("".join(str(_DIGITS[c]) for c in plain))
    return _written_number(plain)


def multiplier(text: str) -> int:
    """Return what 万, 亿, 千万, 万亿 … multiply by; 1 for the empty string."""
    factor = 1
    for c in text:
        factor *= _TENS.get(c, 0) or _MYRIADS[c]
    return factor


def parse_number(text: str) -> float | None:
    """Return the number written in Arabic digits, with or without a multiplier, or in Chinese, else None.

    1,234.5 → 1234.5; 3.2万 → 32000; 三百二十 → 320; full-width digits count as digits.
    """
    stripped = narrow(text).strip()
    match = _ARABIC_NUMBER.fullmatch(stripped)
    if match is None:
        numeral = parse_chinese_numeral(stripped)
        return None if numeral is None else float(numeral)
    # Rounding keeps 4.35亿 at 435000000 instead of 434999999.99999994.
    number = round(float(match[2].replace(",", "")) * multiplier(match[3]), 6)
    return -number if match[1] else number


def find_amounts(text: str, start: int = 0, end: int | None = None) -> Iterator[Amount]:
    """Yield the sums of money between two offsets of a text, in order (20亿元, 三千万元, 5000万美元)."""
    for match in _AMOUNT.finditer(narrow(text[start:end])):
        number = parse_number(match["number"])
        if number is not None:
            cny = number if match["unit"] in _YUAN else None
            yield Amount(number, cny, start + match.start(), start + match.end())


def _iso(match: re.Match[str]) -> str:
    groups = match.groupdict()
    parts = (
        groups["year"],
        groups.get("m") or groups.get("m2") or "",
        groups.get("d") or groups.get("d2") or "",
    )
    year, month, day = (parse_number(part) for part in parts)
    if year is None or month is None or day is None:
        return ""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:  # 2021年2月30日 is a slip of the writer, no date
        return ""


def find_dates(
    text: str, start: int = 0, end: int | None = None, compact: bool = False
) -> Iterator[tuple[str, int, int]]:
    """Yield each full date between two offsets as ISO date, start and end.

    2024-12-04, 2021/2/4, 2021.02.04, 2021年2月4日, 二〇二一年二月四日; 20211204 only when compact is set.
    """
    for match in (_COMPACT_DATE if compact else _DATE).finditer(narrow(text[start:end])):
        if iso := _iso(match):
            yield iso, start + match.start(), start + match.end()
