import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from extract.annotations import AnalysedText, Entity, Mention, Relation
from extract.boosting import Boosting, Trees, learn
from extract.coreference import resolve
from extract.corpus import GoldDocument, parse_document
from extract.relation_candidates import PATTERNS, Candidate, find_candidates
from extract.relation_features import name_features
from extract.relation_frame import Frame, describe
from extract.relation_model import GroupWeights, RelationModel, from_bytes, load_model, to_bytes
from extract.relation_reader import DocumentReader, triggers
from extract.relation_rivals import COLUMNS, rival_rows
from extract.relation_training import best_threshold, fit_group, train_relations, training_rows
from extract.relation_training import read as read_annotated
from extract.relations import find_relations
from extract.text import analyse

REPORT = (
    "[[Zone#z|云岭经开区]]2023年工作总结\n"
    "同志们:一年来,我区坚持项目为王,[[Zone#z|云岭经开区]]综合实力迈上新台阶,全区上下干劲十足。\n"
)


def read(marked: str, published: str = "") -> tuple[tuple[Entity, ...], tuple[Relation, ...]]:
    document = parse_document("own_1", f"{marked}\n---\n")
    analysed = replace(analyse(document.text), published=published)
    entities = resolve(analysed, document.mentions)
    return entities, find_relations(analysed, entities)


def edges(marked: str) -> set[tuple[str, str, str]]:
    entities, relations = read(marked)
    return {(entities[r.head].name, r.type, entities[r.tail].name) for r in relations}


def frame_of(marked: str) -> tuple[tuple[Entity, ...], Frame]:
    document = parse_document("own_1", f"{marked}\n---\n")
    analysed = analyse(document.text)
    entities = resolve(analysed, document.mentions)
    return entities, describe(analysed, entities)


@pytest.mark.parametrize(
    ("sentence", "edge"),
    [
        (
            "以[[Company#a|恒拓机械]]、[[Company#b|白石锻造]]等为代表的[[Industry#i|装备制造]]产业不断壮大。",
            ("恒拓机械", "IN_INDUSTRY", "装备制造"),
        ),
        (
            "以[[Company#a|恒拓机械]]、[[Company#b|白石锻造]]等为代表的[[Industry#i|装备制造]]产业不断壮大。",
            ("白石锻造", "LOCATED_IN", "云岭经开区"),
        ),
        (
            "形成[[Industry#i|装备制造]]、[[Industry#j|生物医药]]两大主导产业。",
            ("云岭经开区", "FOCUSES_ON", "生物医药"),
        ),
        (
            "[[Project#p|恒拓阀门二期]]、[[Project#q|白石锻件]]等项目竣工投产。",
            ("白石锻件", "LOCATED_IN", "云岭经开区"),
        ),
        (
            "[[Company#a|恒拓机械]]投资6亿元建设[[Project#p|智能阀门产业园]]项目。",
            ("恒拓机械", "INVESTS_IN", "智能阀门产业园"),
        ),
        (
            "[[Company#a|恒拓机械]]税收过亿,[[Project#p|恒拓机械二期]]等项目开工。",
            ("恒拓机械", "INVESTS_IN", "恒拓机械二期"),
        ),
        (
            "深入实施[[Policy#y|“五强争先”行动]],优化营商环境。",
            ("云岭经开区", "IMPLEMENTS", "“五强争先”行动"),
        ),
        (
            "出台[[Policy#y|《云岭经开区稳增长二十条》]],兑现奖补资金。",
            ("云岭经开区", "IMPLEMENTS", "《云岭经开区稳增长二十条》"),
        ),
        ("我区与[[Zone#w|白石高新区]]签订合作共建协议。", ("云岭经开区", "COOPERATES_WITH", "白石高新区")),
        (
            "[[Company#a|恒拓机械]]与[[Organization#o|白石理工大学]]签约共建联合实验室。",
            ("恒拓机械", "COOPERATES_WITH", "白石理工大学"),
        ),
        ("党工委书记[[Leader#l|李拓之]]主持会议。", ("李拓之", "LEADS", "云岭经开区")),
    ],
)
def test_a_zones_own_report_states_this_edge(sentence: str, edge: tuple[str, str, str]) -> None:
    assert edge in edges(REPORT + sentence)


@pytest.mark.parametrize(
    ("text", "edge"),
    [
        (
            "[[Company#a|恒拓机械]]总部位于[[Place#g|云岭市]],今年将在[[Place#h|白石县]]投资5亿元建设[[Project#p|铸件基地]]项目。",
            ("恒拓机械", "LOCATED_IN", "云岭市"),
        ),
        (
            "[[Company#a|恒拓机械]]总部位于[[Place#g|云岭市]],今年将在[[Place#h|白石县]]投资5亿元建设[[Project#p|铸件基地]]项目。",
            ("恒拓机械", "INVESTS_IN", "铸件基地"),
        ),
        (
            "[[Company#a|恒拓集团]]昨日公告,其全资子公司[[Company#b|恒拓液压]]将引入外部股东。",
            ("恒拓液压", "PART_OF", "恒拓集团"),
        ),
        (
            "[[Company#a|恒拓机械]]与[[Company#b|晨星汽车]]签署战略合作协议,双方将联合开发新车桥。",
            ("恒拓机械", "COOPERATES_WITH", "晨星汽车"),
        ),
        (
            "[[Company#a|恒拓机械]]董事长[[Leader#l|李拓之]]告诉记者,订单排到了年底。",
            ("李拓之", "LEADS", "恒拓机械"),
        ),
    ],
)
def test_business_news_without_a_zone_states_this_edge(text: str, edge: tuple[str, str, str]) -> None:
    assert edge in edges(text)


@pytest.mark.parametrize(
    ("marked", "edge"),
    [
        (
            REPORT + "考察团一行赴[[Zone#w|白石高新区]]考察,参观了[[Company#a|晨星汽车]]展厅,学习白石经验。",
            ("云岭经开区", "FOCUSES_ON", "白石高新区"),
        ),
        (
            "[[Company#a|恒拓机械]]昨日发布年报。分析师认为,[[Company#b|晨星汽车]]估值偏高。",
            ("恒拓机械", "COOPERATES_WITH", "晨星汽车"),
        ),
        (
            "[[Company#a|恒拓机械]]昨日发布年报。分析师认为,[[Company#b|晨星汽车]]估值偏高。",
            ("晨星汽车", "PART_OF", "恒拓机械"),
        ),
        (
            "煤价上涨两成。[[Company#a|恒拓机械]]称影响不大。另据报道,[[Zone#z|云岭经开区]]昨日启用新大厅。",
            ("恒拓机械", "LOCATED_IN", "云岭经开区"),
        ),
        (REPORT + "(记者 [[Leader#l|李拓之]])", ("李拓之", "LEADS", "云岭经开区")),
        (
            REPORT
            + "以[[Company#a|恒拓机械]]为代表的[[Industry#i|装备制造]],以[[Company#b|德和药业]]为代表的"
            "[[Industry#j|生物医药]]两大主导产业。",
            ("德和药业", "IN_INDUSTRY", "装备制造"),
        ),
    ],
)
def test_no_edge_is_made_up_here(marked: str, edge: tuple[str, str, str]) -> None:
    assert edge not in edges(marked)


def test_titles_of_one_body_are_joined_and_carry_the_documents_date() -> None:
    entities, relations = read(
        REPORT + "区党工委副书记、管委会主任[[Leader#l|李拓之]]主持。管委会主任[[Leader#l|李拓之]]讲话。",
        "2024-01-12",
    )
    leads = [r for r in relations if r.type == "LEADS"]

    assert [dict(r.properties) for r in leads] == [
        {"title": "区党工委副书记、管委会主任", "as_of": "2024-01-12"}
    ]
    assert entities[leads[0].tail].name == "云岭经开区"


def test_every_edge_follows_the_patterns_and_quotes_its_names() -> None:
    marked = REPORT + (
        "[[Company#a|恒拓机械]]投资6亿元建设[[Project#p|恒拓智能阀门]]项目,与[[Organization#o|白石理工大学]]合作。"
        "深入实施[[Policy#y|“五强争先”行动]]。"
    )
    document = parse_document("own_1", f"{marked}\n---\n")
    entities, relations = read(marked)
    patterns = {
        *PATTERNS.values(),
        *(("Leader", "LEADS", kind) for kind in ("Zone", "Company", "Organization")),
    }

    assert relations
    for relation in relations:
        assert (entities[relation.head].type, relation.type, entities[relation.tail].type) in patterns
        assert 0 < relation.score <= 1
        assert re.fullmatch(r"[a-z:_-]+", relation.by)
        assert all(0 <= start < end <= len(document.text) for start, end in relation.evidence)


def test_the_same_document_gives_the_same_relations() -> None:
    marked = (
        REPORT + "以[[Company#a|恒拓机械]]、[[Company#b|白石锻造]]为代表的[[Industry#i|装备制造]]产业壮大。"
    )

    assert read(marked) == read(marked)


def test_a_document_without_mentions_has_no_relations() -> None:
    assert find_relations(analyse("今天天气很好。"), ()) == ()


def test_a_zone_in_the_headline_is_the_main_zone_of_a_report() -> None:
    entities, frame = frame_of(REPORT + "随后考察了[[Zone#w|白石高新区]]。")

    assert frame.main_zone is not None
    assert entities[frame.main_zone].name == "云岭经开区"
    assert frame.zone_in_title


def test_a_zone_named_in_passing_is_not_what_news_is_about() -> None:
    news = (
        "钢价回暖。\n企业复产。\n"
        + "[[Company#a|恒拓机械]]产销两旺。" * 6
        + "货物运往[[Zone#z|云岭经开区]]。"
    )

    assert frame_of(news)[1].main_zone is None


def test_the_zone_of_a_passage_is_the_one_named_last_in_its_paragraph() -> None:
    marked = (
        REPORT
        + "[[Zone#w|白石产业园]]入驻企业12家,[[Company#a|恒拓机械]]投产。\n[[Company#b|晨星汽车]]扩产。"
    )
    entities, frame = frame_of(marked)
    names = {
        entities[o.entity].name: entities[frame.current_zone(o.start) or 0].name
        for o in frame.occurrences
        if o.type == "Company"
    }

    assert names == {"恒拓机械": "白石产业园", "晨星汽车": "云岭经开区"}


def test_candidates_grow_linearly_with_the_text() -> None:
    sentence = (
        "[[Company#{0}|恒拓{0}号机械]]投资建设[[Project#p{0}|恒拓{0}号项目群]],属于[[Industry#i|装备制造]]。"
    )

    def count(number: int) -> int:
        marked = REPORT + "".join(sentence.format(f"a{k}") + "\n" for k in range(number))
        document = parse_document("own_1", f"{marked}\n---\n")
        analysed = analyse(document.text)
        entities = resolve(analysed, document.mentions)
        return len(find_candidates(analysed, entities, describe(analysed, entities)))

    assert count(180) < 3.5 * count(60)


def test_trigger_words_inside_names_do_not_count() -> None:
    document = parse_document("own_1", "[[Company#a|云岭投资集团]]与[[Company#b|晨星汽车]]合作。\n---\n")
    analysed = analyse(document.text)
    entities = resolve(analysed, document.mentions)
    reader = DocumentReader(analysed, entities, describe(analysed, entities))

    assert reader.triggers_in(0, 6) == []
    assert "cooperates" in reader.triggers_in(6, len(document.text))


def test_a_project_that_starts_with_the_companys_brand_shows_it() -> None:
    document = parse_document("own_1", "[[Company#a|恒拓机械有限公司]]、[[Project#p|恒拓阀门]]开工。\n---\n")
    analysed = analyse(document.text)
    entities = resolve(analysed, document.mentions)
    reader = DocumentReader(analysed, entities, describe(analysed, entities))

    assert "r:same-brand" in set(name_features(reader, 0, 1))


def test_every_trigger_row_has_words() -> None:
    assert all(triggers().rows)


def small_trees() -> Trees:
    rows = np.zeros((40, len(COLUMNS)), np.float32)
    rows[20:, COLUMNS.index("log odds")] = 1.0
    return learn(rows, np.arange(40) >= 20, Boosting(trees=3, depth=2, smallest=1.0), {})


def model_of(weights: Mapping[str, float]) -> RelationModel:
    return RelationModel({"company-in-industry": GroupWeights(0.0, (0.4, 0.3), weights)}, small_trees())


def test_the_model_survives_writing_and_reading() -> None:
    model = model_of({"r:main-zone": 1.25})
    again = from_bytes(to_bytes(model))

    assert again.groups == model.groups
    assert np.array_equal(again.trees.thresholds, model.trees.thresholds)
    assert np.array_equal(again.trees.leaves, model.trees.leaves)


def test_the_shipped_model_knows_the_groups_it_scores() -> None:
    assert set(load_model().groups) <= set(PATTERNS)
    assert "company-located-zone" in load_model().groups


def test_an_unknown_group_never_holds() -> None:
    candidate = Candidate("project-in-industry", 0, 1, ((0, 2),), ("r:main-zone",))
    _, frame = frame_of(REPORT)

    assert not model_of({}).holds(candidate, 1.0, frame)


def test_a_document_about_no_zone_has_its_own_threshold() -> None:
    candidate = Candidate("company-in-industry", 0, 1, ((0, 2),), ())
    _, report = frame_of(REPORT)
    _, news = frame_of("[[Company#a|恒拓机械]]从事[[Industry#i|装备制造]]。\n")

    assert not model_of({}).holds(candidate, 0.35, report)
    assert model_of({}).holds(candidate, 0.35, news)


def test_the_strongest_reason_names_the_rule() -> None:
    weights = {"r:works_in-between": 0.5, "r:represents-between": 1.5, "order=ht": 3.0}
    candidate = Candidate("company-in-industry", 0, 1, ((0, 2),), tuple(weights))

    assert model_of(weights).reason(candidate) == "company-in-industry:represents-between"


def test_a_row_shows_the_best_rival_of_each_name() -> None:
    marked = "[[Company#a|恒拓机械]]位于[[Place#g|白石县]],不在[[Place#h|云岭县]]。\n"
    document = parse_document("own_1", f"{marked}\n---\n")
    analysed = analyse(document.text)
    entities = resolve(analysed, document.mentions)
    frame = describe(analysed, entities)
    pairs = [c for c in find_candidates(analysed, entities, frame) if c.group == "company-located-place"]
    rows = rival_rows(entities, frame, pairs, [2.0, -1.0])
    best, ahead = COLUMNS.index("head: best"), COLUMNS.index("head: ahead")

    assert rows.shape == (2, len(COLUMNS))
    assert list(rows[:, best]) == [-1.0, 2.0]
    assert list(rows[:, ahead]) == [0.0, 1.0]


def test_no_candidates_make_no_rows() -> None:
    entities, frame = frame_of(REPORT)

    assert rival_rows(entities, frame, (), ()).shape == (0, len(COLUMNS))


def test_fitting_learns_which_feature_tells() -> None:
    def candidate(feature: str) -> Candidate:
        return Candidate("company-in-industry", 0, 1, ((0, 2),), (feature, "both"))

    rows = [(candidate("yes"), True)] * 10 + [(candidate("no"), False)] * 10
    weights = fit_group(rows)

    assert weights.weights["yes"] > 0 > weights.weights["no"]


def test_the_threshold_is_where_f1_is_best() -> None:
    assert 0.3 < best_threshold([(0.9, True), (0.8, True), (0.3, False), (0.2, False)]) <= 0.8


def test_training_rows_carry_the_annotations_truth() -> None:
    document = parse_document(
        "own_1",
        "[[Company#a|恒拓机械]]投资建设[[Project#p|铸件基地]]项目,[[Company#b|晨星汽车]]围观。"
        "\n---\na INVESTS_IN p\n",
    )
    truth = {
        (c.head, c.tail): holds
        for c, holds in training_rows(read_annotated(document))
        if c.group == "company-invests-project"
    }

    assert sorted(truth.values()) == [False, True]


def _annotated_mentions(document: GoldDocument, _: AnalysedText) -> Sequence[Mention]:
    return document.mentions


def test_training_is_deterministic() -> None:
    text = (
        "[[Company#a|恒拓{0}机械]]投资建设[[Project#p|铸件{0}基地]]项目,[[Company#b|晨星{0}汽车]]围观。"
        "\n---\na INVESTS_IN p\n"
    )
    documents = [parse_document(f"w{k % 3}_{k}", text.format("一二三四五六七八"[k])) for k in range(8)]

    once, again = (train_relations(documents, _annotated_mentions) for _ in range(2))

    assert once == again
