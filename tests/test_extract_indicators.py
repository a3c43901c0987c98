"""Figures of a zone: names, values, units, periods, growth, aims, and what is no figure of the zone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.annotations import Annotations, Entity, IndicatorClaim, Mention
from extract.evaluation import compare, from_annotations, read_gold
from extract.figures import find_figures
from extract.indicators import find_indicators
from extract.reader import read_document
from extract.text import analyse

SHARED = Path(__file__).parents[2] / "shared"


def entities_of(text: str, named: dict[str, str]) -> tuple[Entity, ...]:
    """Return an entity for each name in `named` (name → type) that the text holds, with all its mentions."""
    return tuple(
        Entity(kind, name, (), tuple(Mention(m.start(), m.end(), kind, "test", 1.0) for m in found))
        for name, kind in named.items()
        if (found := list(re.finditer(re.escape(name), text)))
    )


def claims(text: str, published: str = "2024-03-01", **named: str) -> list[IndicatorClaim]:
    whole = f"青岚经开区工作报告\n{text}"
    entities = entities_of(whole, {"青岚经开区": "Zone", **named})
    found = find_indicators(analyse(whole, (), (0, 9), published), entities)
    for claim in found:
        assert 9 < claim.start < claim.end <= len(whole)
        assert entities[claim.zone].type == "Zone"
    return list(found)


def told(
    text: str, published: str = "2024-03-01", **named: str
) -> list[tuple[str, float | None, str, float | None]]:
    return [(c.name, c.value, c.unit, c.growth) for c in claims(text, published, **named)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全区完成地区生产总值120.5亿元,增长6.3%。", [("地区生产总值", 120.5, "亿元", 6.3)]),
        ("全年实现规上工业总产值300亿元,同比下降2.1%。", [("规上工业总产值", 300, "亿元", -2.1)]),
        ("进出口总额达到15亿美元,比上年增长12%。", [("进出口总额", 15, "亿美元", 12)]),
        ("一般公共预算收入1,250万元。", [("一般公共预算收入", 1250, "万元", None)]),
        ("工业用电量增长8%以上。", [("工业用电量", None, "", 8)]),
        ("规上工业企业达到86家。", [("规上工业企业", 86, "家", None)]),
        ("高新技术企业超过200家。", [("高新技术企业", 200, "家", None)]),
        ("新增市场主体500余户。", [("新增市场主体", 500, "户", None)]),
        ("建成区面积由8平方公里扩大到12.5平方公里。", [("建成区面积", 12.5, "平方公里", None)]),
        ("建成道路12条36公里。", [("建成道路", 12, "条", None), ("建成道路", 36, "公里", None)]),
        ("全社会研发投入占地区生产总值比重达3.2%。", [("全社会研发投入占地区生产总值比重", 3.2, "%", None)]),
        ("政务服务好评率99.8%。", [("政务服务好评率", 99.8, "%", None)]),
        ("引进15家企业。", [("引进企业", 15, "家", None)]),
        ("工业总产值突破千亿元。", [("工业总产值", 1000, "亿元", None)]),
        ("技工贸收入达到2000亿。", [("技工贸收入", 2000, "亿元", None)]),
        ("引进力能、渝广、永创等配套企业26家。", [("引进配套企业", 26, "家", None)]),
        (
            "工业产值300亿元,占全市的12%。",
            [("工业产值", 300, "亿元", None), ("工业产值占全市", 12, "%", None)],
        ),
        ("占全市的12%。", []),
        (
            "规上工业企业由2019年的80家增加到120家。",
            [("规上工业企业", 80, "家", None), ("规上工业企业", 120, "家", None)],
        ),
        ("工业产值增长12%,达到300亿元。", [("工业产值", 300, "亿元", 12)]),
        ("审批的42个项目全部开工。", [("项目", 42, "个", None)]),
        ("装备制造产业实现产值36亿元。", [("装备制造产业产值", 36, "亿元", None)]),
        ("【项目榜】在建项目14个。", [("在建项目", 14, "个", None)]),
        ("C3 企业满意率100%。", [("企业满意率", 100, "%", None)]),
        (
            "新签约项目60个,10亿元以上的15个。",
            [("新签约项目", 60, "个", None), ("10亿元以上项目", 15, "个", None)],
        ),
        ("行政审批时限压缩60%。", [("行政审批时限", None, "", -60)]),
        ("综合排名居全省第3位。", [("综合排名", 3, "位", None)]),
        ("亩均税收25.6万元/亩。", [("亩均税收", 25.6, "万元", None)]),
        ("发放贷款\uff13\uff0e\uff15亿元\uff0c增长\uff18\uff05。", [("发放贷款", 3.5, "亿元", 8)]),
        ("全区完成地区生产总值120亿元(增长6%)。", [("地区生产总值", 120, "亿元", 6)]),
        ("地区生产总值:120亿元", [("地区生产总值", 120, "亿元", None)]),
    ],
)
def test_a_figure_has_name_value_unit_and_growth(
    text: str, expected: list[tuple[str, float | None, str, float | None]]
) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "地区生产总值、固定资产投资分别增长5%、6.5%。",
            [("地区生产总值", None, "", 5), ("固定资产投资", None, "", 6.5)],
        ),
        (
            "工业产值、工业税收、进出口总额分别为30亿元、2亿元和5亿元。",
            [("工业产值", 30, "亿元", None), ("工业税收", 2, "亿元", None), ("进出口总额", 5, "亿元", None)],
        ),
        (
            "完成工业产值30亿元、工业税收2亿元,分别增长8%、9%。",
            [("工业产值", 30, "亿元", 8), ("工业税收", 2, "亿元", 9)],
        ),
        (
            "规上工业增加值、固定资产投资均增长10%以上。",
            [("规上工业增加值", None, "", 10), ("固定资产投资", None, "", 10)],
        ),
        (
            "新签约项目60个,其中亿元以上项目25个,10亿元以上项目4个。",
            [
                ("新签约项目", 60, "个", None),
                ("新签约亿元以上项目", 25, "个", None),
                ("新签约10亿元以上项目", 4, "个", None),
            ],
        ),
        (
            "签约项目30个,总投资200亿元。",
            [("签约项目", 30, "个", None), ("签约项目总投资", 200, "亿元", None)],
        ),
        (
            "税收过亿元企业3家,税收过千万元企业20家。",
            [("税收过亿元企业", 3, "家", None), ("税收过千万元企业", 20, "家", None)],
        ),
    ],
)
def test_rows_of_figures_are_taken_apart(
    text: str, expected: list[tuple[str, float | None, str, float | None]]
) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "value_text", "growth"),
    [
        ("工业产值超过300亿元。", 300, "超过300亿元", None),
        ("工业产值300亿元以上。", 300, "300亿元以上", None),
        ("工业产值约300亿元。", 300, "约300亿元", None),
        ("工业产值300亿元。", 300, "", None),
        ("工业产值达到100至200亿元。", None, "100至200亿元", None),
        ("固定资产投资增长8%-10%。", None, "增长8%-10%", None),
        ("固定资产投资增长8%以上。", None, "增长8%以上", 8),
        ("工业产值翻一番。", None, "翻一番", None),
    ],
)
def test_what_a_number_does_not_say_stays_as_text(
    text: str, value: float | None, value_text: str, growth: float | None
) -> None:
    (claim,) = claims(text)
    assert (claim.value, claim.value_text, claim.growth) == (value, value_text, growth)


@pytest.mark.parametrize(
    ("text", "period", "target"),
    [
        ("2023年完成工业产值300亿元。", "2023", False),
        ("今年完成工业产值300亿元。", "2024", False),
        ("去年完成工业产值300亿元。", "2023", False),
        ("今年1-9月完成工业产值300亿元。", "2024年1-9月", False),
        ("2023年上半年完成工业产值300亿元。", "2023年上半年", False),
        ("“十三五”时期,累计引进企业120家。", "“十三五”时期", False),
        ("“十三五”时期,园区实力大增。规上工业企业120家。", "2020", False),
        ("过去五年,累计引进企业120家。", "过去五年", False),
        ("未来五年,工业产值达到600亿元。", "未来五年", True),
        ("前年完成工业产值300亿元。", "2022", False),
        ("到2024年,工业产值达到600亿元。", "2024", True),
        ("到2027年,工业产值突破600亿元。", "2027", True),
        ("力争“十四五”末工业产值突破600亿元。", "“十四五”末", True),
        ("今年力争完成工业产值300亿元。", "2024", True),
        ("确保全年新开工项目30个。", "2024", True),
        ("2024年主要预期目标是:工业产值增长8%。", "2024", True),
        ("今年目标是300亿元,目前已完成工业产值200亿元。", "2024", False),
        ("2024年工作安排\n工业产值增长9%。", "2024", True),
        ("2023年完成工业产值300亿元,比2019年增长30%。", "2023", False),
    ],
)
def test_period_and_aim_follow_the_words_and_the_section(text: str, period: str, target: bool) -> None:
    found = claims(text)
    assert found
    assert (found[-1].period, found[-1].target) == (period, target)


def test_the_section_of_a_report_holds_until_the_next_one() -> None:
    found = claims(
        "一、2023年工作回顾\n一年来,成绩很多。\n1.完成工业产值300亿元。\n"
        "二、2024年工作安排\n要抓好三件事。\n1.引进项目30个。\n园区现有存量土地600亩。"
    )
    assert [(c.name, c.period, c.target) for c in found] == [
        ("工业产值", "2023", False),
        ("引进项目", "2024", True),
        ("存量土地", "2024", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "园区成立于2003年5月18日,距今20年。",
        "全市完成地区生产总值2000亿元。",
        "在全国217个国家级经开区中名列前茅。",
        "学习贯彻党的二十届三中全会精神,抓好四个方面工作。",
        "出台扶持办法《青岚经开区奖励办法》20条。",
        "会议用时3小时,120人与会。",
        "开展督导调研10余次。",
        "10亿元以上项目要加快建设。",
        "500强企业和5G产业园是重点。",
        "距离机场17公里。",
        "开通第100列中欧班列,排到第3列。",
        "审批的42份报告书。",
        "第2次会议讨论了3条意见。",
    ],
)
def test_these_are_no_figures_of_the_zone(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("远山机械年产值5亿元,员工800人。", {"远山机械": "Company"}),
        ("远山机械扩建项目总投资20亿元,占地300亩。", {"远山机械扩建": "Project"}),
        ("青岚市完成地区生产总值2000亿元。", {"青岚市": "Place"}),
        ("讯源存储项目(形象进度86%)、讯源存储(2亿元)正在建设。", {"讯源存储": "Project"}),
        ("推进年产10万吨锂盐项目。", {"年产10万吨锂盐": "Project"}),
        ("总投资20亿元的远山机械扩建项目开工。", {"远山机械扩建": "Project"}),
    ],
)
def test_figures_of_a_company_a_project_or_a_place_are_not_the_zones(
    text: str, named: dict[str, str]
) -> None:
    assert told(text, **named) == []


def test_a_figure_goes_to_the_zone_that_governs_it() -> None:
    text = "全区工业产值300亿元。北岭高新区完成工业产值90亿元,税收3亿元。园区入驻企业60家。"
    whole = f"青岚经开区工作报告\n{text}"
    entities = entities_of(whole, {"青岚经开区": "Zone", "北岭高新区": "Zone"})
    found = find_indicators(analyse(whole, (), (0, 9), "2024-03-01"), entities)
    assert [(entities[c.zone].name, c.name, c.value) for c in found] == [
        ("青岚经开区", "工业产值", 300),
        ("北岭高新区", "工业产值", 90),
        ("北岭高新区", "税收", 3),
        ("青岚经开区", "入驻企业", 60),
    ]


def test_a_document_on_a_company_does_not_lend_its_figures_to_a_zone_named_in_passing() -> None:
    lead = "远山机械公布年报。远山机械新建三条产线。远山机械还在海外设厂。" * 12
    text = f"{lead}\n主营业务收入300亿元。\n北岭高新区也有一家工厂。\n进出口总额增长9%。"
    entities = entities_of(text, {"远山机械": "Company", "北岭高新区": "Zone"})
    assert find_indicators(analyse(text), entities) == ()


def test_a_document_without_a_zone_has_no_indicators() -> None:
    text = "全区完成地区生产总值120亿元。"
    assert find_indicators(analyse(text), entities_of(text, {"全区": "Place"})) == ()


def test_furniture_and_title_give_no_figures() -> None:
    text = "青岚经开区完成产值300亿元\n阅读次数:120次\n全区税收5亿元。"
    found = find_indicators(analyse(text, ((15, 24),), (0, 14)), entities_of(text, {"青岚经开区": "Zone"}))
    assert [claim.name for claim in found] == ["税收"]


@given(
    st.text(
        alphabet="园区产值增长到由分别、,。0123456789.%亿万元家个其中力争2年占第位(青岚经开区)\n",
        max_size=150,
    )
)
def test_any_text_gives_claims_inside_one_sentence(text: str) -> None:
    analysed = analyse(text)
    for claim in find_indicators(analysed, entities_of(text, {"青岚经开区": "Zone", "园区": "Zone"})):
        assert any(start <= claim.start < claim.end <= end for start, end in analysed.sentences)
        assert claim.name
        assert claim.value is not None or claim.growth is not None or claim.value_text


@given(st.text(alphabet="约超过0123456789.,%亿万元家个以上-至第前位排名翻番十百千五 ", max_size=80))
def test_figures_are_ordered_and_apart(text: str) -> None:
    last = 0
    for figure in find_figures(text):
        assert last <= figure.start < figure.end <= len(text)
        last = figure.end


def gold_entities(text: str, gold: Path) -> tuple[Entity, ...]:
    """Return the gold nodes with every place where one of their names stands."""
    found: list[Entity] = []
    for node in json.loads(gold.read_text(encoding="utf-8"))["nodes"]:
        spans: list[tuple[int, int]] = []
        for form in sorted({node["name"], *node["aliases"]}, key=len, reverse=True):
            for match in re.finditer(re.escape(form), text):
                if not any(start <= match.start() < end for start, end in spans):
                    spans.append(match.span())
        if spans:
            mentions = tuple(Mention(start, end, node["type"], "gold", 1.0) for start, end in sorted(spans))
            found.append(Entity(node["type"], node["name"], tuple(node["aliases"]), mentions))
    return tuple(found)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared gold documents are not here")
def test_the_gold_report_scores_over_the_bar() -> None:
    stem = "002_e3c827dfd055a908"
    document = read_document(SHARED / "seeds" / f"{stem}.txt", f"{stem}.txt")
    gold = SHARED / "gold" / "dev" / f"{stem}.json"
    analysed = analyse(document.text, document.furniture, document.title_span, document.published)
    entities = gold_entities(document.text, gold)
    found = Annotations(analysed.sentences, entities, (), (), find_indicators(analysed, entities))
    counts = compare(read_gold(gold), from_annotations(found)).counts["Indicator"]
    assert counts.f1 >= 0.9
