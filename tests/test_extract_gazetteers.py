"""Gazetteers: rows, look-ups by the forms that texts use, names in text, broken files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extract.gazetteers import FOLDER, Gazetteers, PhraseFinder, short_place_name, zone_forms
from graph.errors import ResourceError


@pytest.fixture(scope="module")
def gazetteers() -> Gazetteers:
    return Gazetteers.load()


def test_every_public_list_is_read_whole(gazetteers: Gazetteers) -> None:
    assert len(gazetteers.zones) == 2606 + 232
    assert len(gazetteers.companies) > 4600
    assert len(gazetteers.places) > 3100
    assert len(gazetteers.surnames) > 1000


@pytest.mark.parametrize(
    ("surface", "province", "city", "level"),
    [
        ("常德经开区", "湖南省", "常德市", "国家级"),
        ("常德经济技术开发区", "湖南省", "常德市", "国家级"),
        ("安徽宿州经济开发区", "安徽省", "宿州市", "省级"),
        ("苏州工业园区", "江苏省", "苏州市", "国家级"),
        ("北京经济技术开发区", "北京市", "北京市", "国家级"),
    ],
)
def test_a_zone_is_found_by_its_full_and_short_names(
    gazetteers: Gazetteers, surface: str, province: str, city: str, level: str
) -> None:
    row = gazetteers.zones_named(surface)[0]
    assert (row.province, row.city, row.level) == (province, city, level)


def test_a_zone_that_two_lists_class_differently_has_both_rows(gazetteers: Gazetteers) -> None:
    levels = {row.source: row.level for row in gazetteers.zones_named("宿州经开区")}
    assert levels == {"zones_gbt37028.tsv": "省级", "zones_national_etdz.tsv": "国家级"}


@pytest.mark.parametrize("bare", ["经开区", "高新区", "开发区", "综保区", "产业园"])
def test_a_bare_kind_names_no_zone(gazetteers: Gazetteers, bare: str) -> None:
    assert gazetteers.zones_named(bare) == ()


def test_zone_forms_leave_the_province_out() -> None:
    forms = zone_forms("安徽宿州经济技术开发区", "安徽省")
    assert forms[0] == "安徽宿州经济技术开发区"
    assert {"宿州经济技术开发区", "宿州经开区", "宿州开发区"} <= set(forms)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("江苏省", "江苏"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("恩施土家族苗族自治州", "恩施"),
        ("宿州市", "宿州"),
        ("澧县", "澧县"),
        ("浦东新区", "浦东"),
    ],
)
def test_a_place_is_shortened_to_what_texts_say(name: str, short: str) -> None:
    assert short_place_name(name) == short


def test_a_place_has_code_level_and_what_is_above_it(gazetteers: Gazetteers) -> None:
    row = gazetteers.places_named("宿州")[0]
    assert (row.name, row.code, row.level, row.province) == ("宿州市", "3413", "地级", "安徽省")
    row = gazetteers.places_named("灵璧县")[0]
    assert (row.level, row.city, row.province) == ("县级", "宿州市", "安徽省")


def test_an_ambiguous_place_gives_all_divisions_highest_first(gazetteers: Gazetteers) -> None:
    rows = gazetteers.places_named("朝阳")
    assert [row.name for row in rows][:2] == ["朝阳市", "朝阳区"]


def test_a_listed_company_is_found_by_either_name(gazetteers: Gazetteers) -> None:
    row = gazetteers.companies_named("邵阳液压")[0]
    assert gazetteers.companies_named(row.full_name) == (row,)
    assert row.stock_code == "301079"


def test_names_in_text_come_with_exact_offsets(gazetteers: Gazetteers) -> None:
    text = "😀安徽省的常德经开区与邵阳液压发展半导体。"
    matches = gazetteers.find(text)
    assert all(text[match.start : match.end] == match.surface for match in matches)
    assert {("place", "安徽省"), ("zone", "常德经开区"), ("listed_company", "邵阳液压")} <= {
        (match.kind, match.surface) for match in matches
    }


def test_the_longest_phrase_wins() -> None:
    assert PhraseFinder(["有限公司", "股份有限公司", "公司"]).find("某股份有限公司") == [(1, 7)]


def test_an_unknown_name_has_no_rows(gazetteers: Gazetteers) -> None:
    assert gazetteers.places_named("没有这个县") == ()
    assert gazetteers.industries_named("") == ()
    assert gazetteers.find("") == ()


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"provinces\.json.*reinstall"):
        Gazetteers.load(tmp_path)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "lists")
    (tmp_path / "lists" / "cities.csv").write_text("code,name,provinceCode\n1301\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"cities\.csv, line 2"):
        Gazetteers.load(tmp_path / "lists")


def test_every_gazetteer_file_is_described_with_source_and_licence() -> None:
    described = (FOLDER / "README.md").read_text(encoding="utf-8")
    names = [path.name for path in FOLDER.iterdir() if path.name != "README.md"]
    assert [name for name in names if name not in described] == []
