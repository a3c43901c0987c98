import pytest

from extract.coreference import resolve
from extract.corpus import parse_document
from extract.leaders import find_titles
from extract.relation_frame import describe
from extract.text import analyse


def titles_of(marked: str) -> list[tuple[str, str, str]]:
    """Leader, body and title of every title found in a marked-up text."""
    document = parse_document("own_1", f"{marked}\n---\n")
    analysed = analyse(document.text)
    entities = resolve(analysed, document.mentions)
    found = find_titles(analysed, entities, describe(analysed, entities))
    return [(entities[t.leader].name, entities[t.body].name, t.title) for t in found]


HEAD = "[[Zone#z|云岭经开区]]召开工作会议\n"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("[[Zone#z|云岭经开区]]党工委书记[[Leader#l|李拓之]]讲话。", ("李拓之", "云岭经开区", "党工委书记")),
        ("党工委书记[[Leader#l|李拓之]]讲话。", ("李拓之", "云岭经开区", "党工委书记")),
        ("区党工委委员[[Leader#l|李拓之]]讲话。", ("李拓之", "云岭经开区", "区党工委委员")),
        ("管委会常务副主任[[Leader#l|李拓之]]主持。", ("李拓之", "云岭经开区", "管委会常务副主任")),
        ("管委会主任[[Leader#l|李 拓 之]]同志讲话。", ("李拓之", "云岭经开区", "管委会主任")),
        ("[[Company#c|恒拓机械]]董事长[[Leader#l|李拓之]]发言。", ("李拓之", "恒拓机械", "董事长")),
        ("[[Company#c|恒拓机械]]今年扩产。总经理[[Leader#l|李拓之]]说。", ("李拓之", "恒拓机械", "总经理")),
        ("[[Organization#o|云岭市商务局]]局长[[Leader#l|李拓之]]介绍。", ("李拓之", "云岭市商务局", "局长")),
        ("[[Leader#l|李拓之]]任[[Company#c|恒拓机械]]总工程师。", ("李拓之", "恒拓机械", "总工程师")),
        ("代表:[[Leader#l|李拓之]]([[Zone#z|云岭经开区]]管委会主任)", ("李拓之", "云岭经开区", "管委会主任")),
        (
            "负责人:[[Leader#l|李拓之]],现任[[Zone#z|云岭经开区]]党工委书记。",
            ("李拓之", "云岭经开区", "党工委书记"),
        ),
    ],
)
def test_a_title_before_or_behind_a_name_says_what_the_person_leads(
    sentence: str, expected: tuple[str, str, str]
) -> None:
    assert expected in titles_of(HEAD + sentence)


def test_two_titles_of_one_body_are_both_read() -> None:
    found = titles_of(HEAD + "区党工委副书记、管委会主任[[Leader#l|李拓之]]主持。")

    assert [title for _, _, title in found] == ["区党工委副书记", "管委会主任"]


def test_two_bodies_give_two_titles() -> None:
    found = titles_of(
        HEAD + "[[Organization#o|云岭市委]]常委、[[Zone#z|经开区]]党工委书记[[Leader#l|李拓之]]出席。"
    )

    assert found == [("李拓之", "云岭市委", "常委"), ("李拓之", "云岭经开区", "党工委书记")]


def test_names_in_a_list_share_the_title_before_them() -> None:
    found = titles_of(HEAD + "管委会副主任[[Leader#l|李拓之]]、[[Leader#m|白石]]参加。")

    assert found == [("李拓之", "云岭经开区", "管委会副主任"), ("白石", "云岭经开区", "管委会副主任")]


def test_the_speaker_under_a_headline_leads_the_zone_without_a_title() -> None:
    marked = (
        "[[Zone#z|云岭经开区]]2023年工作总结\n——在全区大会上的讲话\n[[Leader#l|李 拓 之]]\n同志们:开会了。"
    )

    assert titles_of(marked) == [("李拓之", "云岭经开区", "")]


@pytest.mark.parametrize(
    "sentence",
    [
        "(记者 [[Leader#l|李拓之]])",
        "责任编辑:[[Leader#l|李拓之]]",
        "市委书记[[Leader#l|李拓之]]宣布开工。",
        "市长[[Leader#l|李拓之]]出席。",
        "市委常委、统战部长[[Leader#l|李拓之]]调研。",
        "学习[[Leader#l|李拓之]]总书记重要讲话。",
        "[[Leader#l|李拓之]]强调,要抓好落实。",
        "工程师们推荐[[Leader#l|李拓之]]。",
    ],
)
def test_journalists_outside_leaders_and_bare_names_lead_nothing(sentence: str) -> None:
    assert titles_of(HEAD + sentence) == []


def test_a_post_in_another_body_does_not_fall_to_the_zone() -> None:
    found = titles_of(HEAD + "[[Organization#o|云岭大学]]副校长[[Leader#l|李拓之]]签约。")

    assert found == [("李拓之", "云岭大学", "副校长")]
