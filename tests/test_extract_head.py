"""Title and publication date in a document's head."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.furniture import find_furniture
from extract.head import find_published, find_title

BODY = (
    "\n各位代表:\n现在,我向大会报告工作。2019年3月1日,园区成立。\n"
    + "园区建设成效明显,企业满意度持续提升。" * 60
)


def title(text: str) -> str:
    return text[slice(*find_title(text, find_furniture(text)))]


def published(text: str) -> tuple[str, str]:
    found = find_published(text, find_furniture(text))
    return (found[0], text[slice(*found[1])]) if found else ("", "")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("青岚经开区工作报告\n", "青岚经开区工作报告"),
        ("\n\n  青岚经开区工作报告  \r\n", "青岚经开区工作报告"),
        (
            "您当前的位置:首页 > 新闻\n\n青岚经开区:奋力争先 再创佳绩\n发布日期:2024-12-04\n",
            "青岚经开区:奋力争先 再创佳绩",
        ),
        ("2021-02-19\n青岚经开区工作报告\n", "青岚经开区工作报告"),
        ("(2021年2月4日)\n青岚经开区工作报告\n", "青岚经开区工作报告"),
        ("# 青岚经开区工作报告\n", "青岚经开区工作报告"),
        ("**青岚经开区工作报告**\n", "青岚经开区工作报告"),
        ("标题:青岚经开区工作报告\n来源:青岚日报\n", "青岚经开区工作报告"),
        ("\ufeff青岚经开区工作报告\n", "青岚经开区工作报告"),
    ],
)
def test_the_title_is_the_first_line_that_is_no_furniture(head: str, expected: str) -> None:
    assert title(head + BODY) == expected


def test_a_long_first_paragraph_gives_its_first_clauses() -> None:
    text = "1月8日,青岚经济开发区党工委第一次扩大会议召开," + "会议学习了上级精神," * 20 + "作出部署。"
    assert title(text) == "1月8日,青岚经济开发区党工委第一次扩大会议召开"


def test_a_text_of_furniture_only_has_its_first_line_as_title() -> None:
    assert title("来源:青岚日报\n打印 关闭") == "来源:青岚日报"
    assert find_title("", ()) == (0, 0)


@pytest.mark.parametrize(
    ("head", "iso", "quote"),
    [
        ("发布日期:2024-12-04 11:40 编辑:站管\n", "2024-12-04", "2024-12-04"),
        ("发布时间\uff1a2021年2月4日\n", "2021-02-04", "2021年2月4日"),
        ("2021-02-19 16:30 来源:青岚经开区\n(2021年2月4日)\n", "2021-02-19", "2021-02-19"),
        ("(2021年2月4日)\n", "2021-02-04", "2021年2月4日"),
        ("2021/2/4\n", "2021-02-04", "2021/2/4"),
        ("来源:青岚日报 2021.02.04\n", "2021-02-04", "2021.02.04"),
        ("二〇二一年二月四日\n", "2021-02-04", "二〇二一年二月四日"),
        ("更新时间:2022-01-01 发布时间:2021-02-04\n", "2021-02-04", "2021-02-04"),
        ("发布日期:20210204\n", "2021-02-04", "20210204"),
        ("新华社青岚2021年2月4日电 园区建设提速。\n", "2021-02-04", "2021年2月4日"),
    ],
)
def test_the_date_of_publication_is_found_with_its_place(head: str, iso: str, quote: str) -> None:
    assert published("青岚经开区工作报告\n" + head + BODY) == (iso, quote)


@pytest.mark.parametrize(
    "head",
    [
        "",
        "2018年5月6日,青岚经开区举行项目集中开工仪式,市委书记出席并宣布开工,现场签约项目12个,总投资36亿元。\n",
        "发布日期:\n",
        "发布日期:2021-02-31\n",
        "1月8日\n",
    ],
)
def test_a_date_of_the_text_is_no_date_of_publication(head: str) -> None:
    assert published("青岚经开区工作报告\n" + head + BODY) == ("", "")


def test_a_date_alone_at_the_end_signs_the_document() -> None:
    assert published("青岚经开区工作报告" + BODY + "\n青岚经开区管委会\n2021年2月4日\n")[0] == "2021-02-04"


@given(st.text(alphabet="#* 标题:发布日期2021-0年月\n\r园区。,\u3000", max_size=200))
def test_spans_lie_inside_the_text(text: str) -> None:
    furniture = find_furniture(text)
    start, end = find_title(text, furniture)
    assert 0 <= start <= end <= len(text)
    found = find_published(text, furniture)
    assert found is None or 0 <= found[1][0] < found[1][1] <= len(text)
