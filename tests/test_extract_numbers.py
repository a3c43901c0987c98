"""Numbers, money and dates as Chinese documents write them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extract.numbers import find_amounts, find_dates, multiplier, narrow, parse_chinese_numeral, parse_number

_DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """Write a number below 10^12 in Chinese, as a careful clerk does."""
    if number >= 10**8:
        head, tail = divmod(number, 10**8)
        return written(head) + "亿" + ("" if not tail else ("零" if tail < 10**7 else "") + written(tail))
    if number >= 10**4:
        head, tail = divmod(number, 10**4)
        return written(head) + "万" + ("" if not tail else ("零" if tail < 10**3 else "") + written(tail))
    text = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += _DIGITS[digit] + name
        elif text and number and not text.endswith("零"):
            text += "零"
    return text


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_every_written_number_reads_back(number: int) -> None:
    assert parse_chinese_numeral(written(number)) == number


@given(
    st.integers(min_value=0, max_value=10**9), st.sampled_from(["", "万", "亿", "千", "百", "千万", "百亿"])
)
@example(922_337_205, "百亿")  # more digits than a float holds
def test_arabic_numbers_read_back_with_separators_and_multipliers(number: int, scale: str) -> None:
    nearest = float(number * multiplier(scale))
    assert parse_number(f"{number:,}{scale}") == nearest
    assert parse_number(f"{number}{scale}") == nearest


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百二", 120),
        ("一百零二", 102),
        ("三万五", 35_000),
        ("两千", 2000),
        ("千亿", 10**11),
        ("百亿", 10**10),
        ("万亿", 10**12),
        ("一点", None),
        ("二〇二一", 2021),
        ("二○二四", 2024),
        ("壹佰贰拾叁", 123),
        ("三亿五千万", 350_000_000),
        ("", None),
        ("百千", None),
        ("园区", None),
    ],
)
def test_chinese_numerals(text: str, number: int | None) -> None:
    assert parse_chinese_numeral(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.5", 1234.5),
        ("4.35亿", 435_000_000),
        ("1.2万亿", 1.2e12),
        ("\uff11\uff12\uff0e\uff15", 12.5),
        ("-3.2", -3.2),
        ("12,34", None),
        ("1.2.3", None),
        ("三百二十", 320),
        ("abc", None),
    ],
)
def test_numbers_in_all_forms(text: str, number: float | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("总投资20亿元", [(2e9, 2e9)]),
        ("投资三千万元、5000万美元", [(3e7, 3e7), (5e7, None)]),
        ("注册资本1亿欧元", [(1e8, None)]),
        ("1.5万元人民币", [(15_000, 15_000)]),
        ("20亿项目,3家企业", []),
    ],
)
def test_amounts_have_a_yuan_value_only_in_renminbi(
    text: str, found: list[tuple[float, float | None]]
) -> None:
    amounts = list(find_amounts(text))
    assert [(amount.number, amount.cny) for amount in amounts] == found


@given(st.text(alphabet="投资约0123456789.,亿万千元美 ", max_size=60))
def test_amounts_stay_inside_the_text(text: str) -> None:
    for amount in find_amounts(text):
        assert 0 <= amount.start < amount.end <= len(text)
        assert any(unit in text[amount.start : amount.end] for unit in ("元",))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-12-04", "2024-12-04"),
        ("2021年2月4日", "2021-02-04"),
        ("2021 年 2 月 4 日", "2021-02-04"),
        ("2021/2/4", "2021-02-04"),
        ("2021.02.04", "2021-02-04"),
        ("\uff12\uff10\uff12\uff11年\uff12月\uff14日", "2021-02-04"),
        ("二〇二一年二月四日", "2021-02-04"),
        ("二○二四年十二月三十一日", "2024-12-31"),
        ("2021年2月30日", None),
        ("2021-13-01", None),
        ("2021年2月", None),
        ("2021.02.04.1", None),
        ("10.2021.2.4", None),
        ("2021-2/4", None),
    ],
)
def test_dates(text: str, iso: str | None) -> None:
    assert [found[0] for found in find_dates(f"于{text}发布")] == ([iso] if iso else [])


@given(st.dates())
def test_every_date_reads_back_in_every_form(day: object) -> None:
    from datetime import date

    assert isinstance(day, date)
    if day.year < 1000 or day.year > 2999:
        return
    for form in (f"{day.year}-{day.month:02}-{day.day:02}", f"{day.year}年{day.month}月{day.day}日"):
        assert [(iso, form[a:b]) for iso, a, b in find_dates(form)] == [(day.isoformat(), form)]


@given(st.text(max_size=80))
def test_narrowing_keeps_every_offset(text: str) -> None:
    assert len(narrow(text)) == len(text)
