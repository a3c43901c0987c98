import pytest

from extract.company_names import (
    company_core,
    is_short_form,
    is_subsequence,
    region_of,
    short_company_names,
    without_legal_form,
    without_region,
    without_trade,
)

REGIONS = ("云岭", "白石", "青港")


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("云岭恒拓精密机械有限公司", "云岭恒拓精密机械"),
        ("恒拓集团股份有限公司", "恒拓"),
        ("恒拓(云岭)新材料有限公司", "恒拓新材料"),
        ("恒拓", "恒拓"),
        ("某厂", "某厂"),
    ],
)
def test_brackets_and_legal_form_fall_away(name: str, core: str) -> None:
    assert company_core(name) == core


def test_two_characters_always_stay() -> None:
    assert without_legal_form("集团公司") == "集团"
    assert without_trade("科技") == "科技"
    assert without_region("云岭", REGIONS) == "云岭"


@pytest.mark.parametrize(
    ("core", "region"),
    [("云岭恒拓机械", "云岭"), ("浙江省云岭市恒拓", "浙江省云岭市"), ("恒拓云岭", ""), ("云岭机械", "")],
)
def test_a_region_opens_a_name_only_when_a_brand_follows(core: str, region: str) -> None:
    assert region_of(core, REGIONS) == region


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("恒拓", "恒拓精密机械有限公司"),
        ("恒拓机械", "云岭恒拓精密机械有限公司"),
        ("恒拓公司", "浙江恒拓集团有限公司"),
        ("恒拓集团", "浙江恒拓集团有限公司"),
        ("烁石晶体", "中科云烁石晶体"),
        ("白啤", "白石啤酒"),
        ("中云油", "中国云油天然气集团公司"),
        ("恒拓机械有限公司", "恒拓机械股份有限公司"),
        ("恒拓机械", "恒拓机械(白石)有限公司"),
    ],
)
def test_short_forms_of_a_company_are_recognised(short: str, full: str) -> None:
    assert is_short_form(short, full, ("浙江", *REGIONS))


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("恒拓集团", "恒拓集团牧业公司"),
        ("恒拓集团", "恒拓机械"),
        ("恒拓", "恒拓集团云岭分公司"),
        ("云岭恒拓", "白石恒拓机械有限公司"),
        ("恒通", "恒拓机械"),
        ("恒拓", "恒拓云岭冶炼"),
        ("机械", "恒拓机械"),
        ("恒拓机械有限公司", "云岭恒拓机械有限公司"),
        ("恒拓机械(云岭)有限公司", "恒拓机械(白石)有限公司"),
        ("恒拓公司", "恒拓机械(白石)有限公司"),
        ("恒拓机械", "恒拓云岭机械制造"),
    ],
)
def test_units_subsidiaries_and_strangers_are_no_short_forms(short: str, full: str) -> None:
    assert not is_short_form(short, full, REGIONS)


@pytest.mark.parametrize(
    ("name", "shorter"),
    [
        ("KPQ集团", {"KPQ"}),
        ("湖南远禾集团", {"湖南远禾", "远禾"}),
        ("德源科技股份有限公司", {"德源科技", "德源"}),
        ("云山啤酒（江海）有限公司", {"云山啤酒", "云山"}),
        ("湖南啤酒集团", {"湖南啤酒"}),
        ("远禾", set()),
    ],
)
def test_a_text_may_leave_out_legal_form_region_and_trade(name: str, shorter: set[str]) -> None:
    assert short_company_names(name) == shorter


def test_a_place_of_the_document_falls_away_like_a_province() -> None:
    assert "远禾" in short_company_names("云石远禾集团", ("云石",))
    assert "远禾" not in short_company_names("云石远禾集团")


def test_a_subsequence_keeps_the_order() -> None:
    assert is_subsequence("恒机", "恒拓机械")
    assert not is_subsequence("机恒", "恒拓机械")
