from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.annotations import Entity
from extract.coreference import resolve
from extract.corpus import parse_document
from extract.text import analyse


def entities_of(marked: str) -> tuple[Entity, ...]:
    document = parse_document("own_1", f"{marked}\n---\n")
    return resolve(analyse(document.text), document.mentions)


def named(marked: str, kind: str) -> list[str]:
    return [entity.name for entity in entities_of(marked) if entity.type == kind]


def the(entities: Iterable[Entity], name: str) -> Entity:
    return next(entity for entity in entities if entity.name == name)


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("Zone", "云岭经济技术开发区", "云岭经开区"),
        ("Zone", "云岭开发区", "云岭经济开发区"),
        ("Zone", "云岭经济开发区", "经开区"),
        ("Zone", "浙江云岭高新区", "云岭高新区"),
        ("Zone", "云岭经开区", "云经开区"),
        ("Zone", "云岭现代产业园", "现代产业园"),
        ("Zone", "云岭鹭洲岛经济区", "鹭洲岛"),
        ("Company", "浙江恒拓精密机械有限公司", "恒拓机械"),
        ("Company", "恒拓新材料股份有限公司", "恒拓"),
        ("Company", "中国云油天然气集团公司", "中云油"),
        ("Leader", "李 拓 之", "李拓之"),
        ("Leader", "阿力木·卡德尔", "阿力木"),
        ("Organization", "云岭市人民政府", "云岭市政府"),
        ("Organization", "云岭市发展和改革委员会", "市发改委"),
        ("Organization", "云岭高新区投资促进局", "投资促进局"),
        ("Place", "云岭市", "云岭"),
        ("Policy", "“五强争先”行动", "“五强争先”"),
        ("Policy", "《云岭经开区扶持企业办法》", "云岭经开区扶持企业办法"),
        ("Industry", "生物医药产业", "生物医药"),
        ("Project", "恒拓智能阀门项目", "恒拓智能阀门"),
    ],
)
def test_two_forms_of_one_thing_become_one_entity(kind: str, first: str, second: str) -> None:
    marked = f"上午,[[{kind}#a|{first}]]有了新消息。下午,[[{kind}#b|{second}]]再次被提到。"

    assert len(named(marked, kind)) == 1


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("Zone", "云岭经开区", "云岭高新区"),
        ("Zone", "云岭高新区", "云岭高新区综合保税区"),
        ("Zone", "云岭经开区", "白石经开区"),
        ("Company", "恒拓集团", "恒拓集团牧业公司"),
        ("Company", "云岭恒拓科技", "白石恒拓科技"),
        ("Company", "恒拓机械", "恒通机械"),
        ("Leader", "李拓之", "李拓"),
        ("Organization", "云岭市政府", "白石市政府"),
        ("Place", "云岭市", "云溪市"),
        ("Project", "恒拓阀门一期", "恒拓阀门二期"),
        ("Policy", "“五强争先”行动", "“五强争优”行动"),
    ],
)
def test_different_things_stay_apart(kind: str, first: str, second: str) -> None:
    marked = f"上午,[[{kind}#a|{first}]]有了新消息。下午,[[{kind}#b|{second}]]也被提到。"

    assert len(named(marked, kind)) == 2


def test_the_same_name_of_two_types_is_two_entities() -> None:
    entities = entities_of("[[Company#c|恒拓机械]]投产,[[Project#p|恒拓机械]]等项目开工。")

    assert [(entity.type, entity.name) for entity in entities] == [
        ("Company", "恒拓机械"),
        ("Project", "恒拓机械"),
    ]


def test_generic_forms_are_mentions_and_aliases_of_the_documents_zone() -> None:
    zone = the(
        entities_of(
            "[[Zone#z|云岭经开区]]召开大会。会议指出,我区今年开局良好,全区上下要再加力,管委会要服务好企业。"
        ),
        "云岭经开区",
    )

    assert zone.generic == ("我区", "全区", "管委会")
    assert set(zone.generic) <= set(zone.aliases)
    assert [mention.by for mention in zone.mentions].count("coreference:generic-zone") == 3


def test_whole_region_is_not_the_zone_where_an_autonomous_region_speaks() -> None:
    zone = the(entities_of("自治区党委要求全区开发区提质。[[Zone#z|云岭经开区]]率先行动。"), "云岭经开区")

    assert "全区" not in zone.aliases


def test_the_party_committee_of_the_zone_is_the_zone() -> None:
    entities = entities_of("[[Zone#z|云岭经开区]]发布公告,由[[Organization#o|云岭经开区管委会]]解释。")

    assert [entity.type for entity in entities] == ["Zone"]


def test_a_short_name_in_brackets_belongs_to_the_name_before() -> None:
    entities = entities_of(
        "[[Company#c|云岭星野光学仪器有限公司]](以下简称“[[Company#d|野光股份]]”)在[[Place#g|云岭]]设厂。"
    )

    assert [entity.name for entity in entities if entity.type == "Company"] == ["云岭星野光学仪器有限公司"]


def test_this_company_means_the_only_company_before() -> None:
    company = the(entities_of("[[Company#c|恒拓机械]]扩产。该公司投资3亿元。"), "恒拓机械")

    assert len(company.mentions) == 2
    assert "该公司" not in company.aliases


def test_this_company_stays_open_when_two_companies_stand_before() -> None:
    entities = entities_of("[[Company#c|恒拓机械]]与[[Company#d|白石锻造]]签约。该公司投资3亿元。")

    assert [len(entity.mentions) for entity in entities] == [1, 1]


def test_a_district_zone_named_by_generic_forms_only_is_one_zone() -> None:
    entities = entities_of("[[Zone#z|经开区]]召开会议。[[Zone#y|开发区]]今年要实现开门红,园区上下要抓落实。")

    assert [entity.name for entity in entities if entity.type == "Zone"] == ["经开区"]


def test_the_name_is_the_fullest_form_without_white_space() -> None:
    entities = entities_of("[[Company#c|恒拓]]来了。[[Company#c|浙江恒拓机械\u3000有限公司]]走了。")

    assert entities[0].name == "浙江恒拓机械有限公司"
    assert "恒拓" in entities[0].aliases


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["恒拓机械", "恒拓", "白石锻造", "云岭恒拓机械有限公司"]), min_size=1, max_size=6
    )
)
def test_every_mention_is_in_exactly_one_entity(names: list[str]) -> None:
    marked = "".join(f"今天[[Company#c{number}|{name}]]开工。" for number, name in enumerate(names))
    document = parse_document("own_1", f"{marked}\n---\n")
    entities = resolve(analyse(document.text), document.mentions)
    found = sorted((m.start, m.end) for entity in entities for m in entity.mentions if m.by == "gold")

    assert found == [(m.start, m.end) for m in document.mentions]


def test_no_mentions_make_no_entities() -> None:
    assert resolve(analyse("园区今天很安静。"), ()) == ()
