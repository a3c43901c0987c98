import pytest

from extract.zone_names import (
    is_body_of_zone,
    is_clipped_zone,
    is_generic_zone,
    same_family,
    short_zone_names,
    split_zone_name,
    without_body,
    zone_aliases,
    zone_forms,
)


@pytest.mark.parametrize(
    ("name", "stem", "family"),
    [
        ("云岭经开区", "云岭", "economic"),
        ("云岭经济技术开发区", "云岭", "economic"),
        ("云岭国家级经济技术开发区", "云岭", "economic"),
        ("云岭(国家级)经济技术开发区", "云岭", "economic"),
        ("白石高新技术产业开发区", "白石", "high_tech"),
        ("白石高新区管委会", "白石", "high_tech"),
        ("青港综保区", "青港", "bonded"),
        ("青港开发区", "青港", "open"),
        ("雲嶺經濟技術開發區", "雲嶺", "economic"),
        ("鹭洲岛", "鹭洲岛", ""),
    ],
)
def test_a_zone_name_splits_into_its_own_part_and_the_kind_of_its_suffix(
    name: str, stem: str, family: str
) -> None:
    parts = split_zone_name(name)

    assert (parts.stem, parts.family) == (stem, family)


@pytest.mark.parametrize(
    "name", ["经开区", "高新区", "我区", "全区", "园区", "管委会", "区党工委", "国家级经济技术开发区"]
)
def test_generic_forms_name_a_zone_in_one_document_only(name: str) -> None:
    assert is_generic_zone(name)


@pytest.mark.parametrize("name", ["云岭经开区", "云岭经开区管委会", "中德产业园", "鹭洲"])
def test_names_with_a_part_of_their_own_are_not_generic(name: str) -> None:
    assert not is_generic_zone(name)


@pytest.mark.parametrize(
    "name", ["云岭经开区管委会", "云岭开发区党工委", "党工委", "区管委会", "高新区党工委"]
)
def test_committee_and_administration_of_a_zone_are_the_zone(name: str) -> None:
    assert is_body_of_zone(name)


@pytest.mark.parametrize("name", ["云岭市委", "大庙街道党工委", "云岭经开区招商局", "云岭经开区"])
def test_other_bodies_are_not_the_zone(name: str) -> None:
    assert not is_body_of_zone(name)


def test_the_body_falls_away_and_the_zone_stays() -> None:
    assert without_body("云岭经开区党工委") == "云岭经开区"
    assert without_body("区党工委") == ""


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ("economic", "economic", True),
        ("economic", "open", True),
        ("open", "high_tech", True),
        ("economic", "high_tech", False),
        ("bonded", "open", False),
    ],
)
def test_kaifaqu_fits_economic_and_high_tech_zones_only(left: str, right: str, equal: bool) -> None:
    assert same_family(left, right) is equal


def test_a_zone_gets_the_forms_a_canonicaliser_could_write() -> None:
    assert "云岭经济技术开发区" in zone_aliases("云岭经开区")
    assert "云岭经开区" in zone_aliases("云岭经济开发区")
    assert "云岭经开区" not in zone_aliases("云岭经开区")


@pytest.mark.parametrize("name", ["经开区", "我区", "鹭洲岛"])
def test_generic_and_suffixless_names_get_no_made_up_forms(name: str) -> None:
    assert zone_aliases(name) == ()


def test_a_text_may_leave_out_the_place_of_a_zone_or_say_its_kind_otherwise() -> None:
    assert short_zone_names("沈阳云石新城", ("沈阳",)) == {"云石新城"}
    assert "云岭经济开发区" in short_zone_names("云岭经开区")


def test_what_any_zone_could_be_called_is_no_short_name() -> None:
    assert short_zone_names("云岭高新区", ("云岭",)) & {"高新区", "高新技术产业开发区"} == set()


def test_the_first_character_and_a_clipped_suffix_can_stand_for_a_zone() -> None:
    assert is_clipped_zone("云经开区", "云岭经开区")
    assert is_clipped_zone("白高新", "白石高新区")
    assert not is_clipped_zone("石高新", "白石高新区")


def test_every_suffix_belongs_to_one_family() -> None:
    forms = [form for form, _ in zone_forms().suffixes]

    assert len(forms) == len(set(forms))
