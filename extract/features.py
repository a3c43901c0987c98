"""Turns a text into hashed character features for the tagger, whole arrays at a time.

A feature is a 64-bit hash of its template and its values. No strings are made: characters, words and gazetteer
layers become integer arrays, and each template mixes a few shifted arrays. That is what makes the tagger fast.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from extract.annotations import AnalysedText
from extract.gazetteers import Gazetteers, PhraseFinder

# Raise it whenever a template, a lexicon or the word segmenter changes what features mean: models record it.
VERSION = 1

Hashes = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.int64]

_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(29)

# Words that end company names, titles of posts, heads of policies …: one layer each.
_COMPANY_WORDS = (
    "科技 电子 新材料 材料 药业 医药 制药 机械 重工 装备 化工 食品 纺织 纤维 新能源 能源 光电 光伏 半导体 汽车 集团 股份 公司 实业 "
    "生物 环保 钢构 电气 电器 智能 机器人 物流 快递 酒业 乳业 米业 农科 投资 银行 铝业 铜业 钢铁 纸业 塑胶 精密 模具 仪器 通信 信息 软件 "
    "航空 船舶 动力 轴承 玻璃 建材 水泥 家居 服饰 鞋业 皮革 包装 有限公司 股份有限公司 有限责任公司 控股 厂 商行 合作社 证券 保险 基金 "
    "矿业 石化 煤业 地产 置业 建设 商贸 贸易 传媒 网络 数据 微电子 智造 制造 工业 电池 储能 锂电 锂业 硅业 钛业 稀土 玻纤 医疗 器械 "
    "股份公司 株式会社 商事 商社 汽配 线缆 电缆 电力 燃气 水务 环境 农业 牧业 种业 饲料 粮油 饮料 啤酒 茶业 印务 彩印"
).split()
_TITLES = (
    "书记 副书记 主任 副主任 市长 副市长 县长 副县长 区长 副区长 省长 副省长 部长 副部长 局长 副局长 厅长 副厅长 处长 科长 院长 副院长 校长 "
    "副校长 所长 会长 副会长 秘书长 副秘书长 理事长 董事长 副董事长 总经理 副总经理 总裁 副总裁 总监 首席执行官 董事 监事 行长 主席 副主席 "
    "常委 组长 副组长 负责人 党组书记 党工委书记 党委书记 委员 代表 专家 教授 院士 总工程师 厂长 站长 镇长 乡长 主任委员 发言人 新闻发言人 "
    "经理 董秘 财务总监 创始人 合伙人 分析师 研究员 巡视员 调研员 总书记 总理 首席 记者 通讯员 编辑 作者 同志 先生 女士"
).split()
_POLICY_WORDS = (
    "战略 工程 行动 计划 方案 办法 意见 规划 试点 改革 攻坚战 攻坚 目标 机制 条例 规定 措施 政策 纲要 决定 通知 细则 活动 制度 模式 体系 协议 "
    "布局 思路 格局 法 倡议 指南 规则 清单 三年行动 行动计划 实施方案 实施意见 若干措施 若干政策 管理办法 发展规划"
).split()
_ORGANIZATION_WORDS = (
    "委员会 管委会 党工委 党委 政府 人大 政协 纪委 局 厅 部 委 办 办公室 中心 协会 学会 商会 联合会 研究院 研究所 实验室 大学 学院 学校 "
    "中学 小学 幼儿园 医院 法院 检察院 总工会 团委 妇联 联盟 基金会 平台 站 馆 所 院 处 党校 银监局 证监会 发改委 国资委 工信部 商务部 委 支部 "
    "街道办事处 社区 支队 大队 分局 总局 海关 税务局 组委会 工作组 领导小组 指挥部"
).split()
_PROJECT_WORDS = (
    "项目 工程 基地 产业园 生产线 园 二期 一期 三期 改造 扩建 新建 迁建 建设 大桥 隧道 高速 铁路 大道 路 河 污水处理厂 标准化厂房 总部 "
    "中心 广场 综合体 安置房 小区 公园 整治 提升 技改 工厂 车间 研发中心 数据中心 电站 产线"
).split()
_ZONE_WORDS = (
    "经开区 高新区 开发区 经济技术开发区 高新技术产业开发区 经济开发区 工业园区 工业园 产业园 产业园区 科技园 科技园区 综保区 综合保税区 保税区 "
    "新区 示范区 试验区 自贸区 片区 集聚区 园区 园 化工园区 物流园 创业园 孵化园 产业新城 合作区 自贸试验区 科学城 创新区"
).split()
_INDUSTRY_WORDS = (
    "产业 行业 制造 制造业 服务业 业 产业链 装备 材料 能源 医药 电子 信息 经济 加工 物流 旅游 纺织 服装 化工 食品 汽车 光伏 半导体 芯片 "
    "人工智能 大数据 机器人 生物 农业 零部件 集群 电池 新材料 新能源 高端装备 智能制造 领域"
).split()
_LEXICON_LAYERS = (
    _COMPANY_WORDS,
    _TITLES,
    _POLICY_WORDS,
    _ORGANIZATION_WORDS,
    _PROJECT_WORDS,
    _ZONE_WORDS,
    _INDUSTRY_WORDS,
)
_AHEAD = (
    "项目 公司 集团 企业 产业园 开发区 经开区 高新区 园区 书记 主任 市长 局长 董事长 总经理 工程 计划 行动 战略 方案 办法 意见 规划 改革 目标 "
    "机制 产业 行业 等 说 表示 指出 介绍 强调 建设 投产 开工 签约 落地 入驻 出席 参加 大学 协会 研究院 中心 省 市 县 区 镇"
).split()
_BEHIND = (
    "书记 主任 市长 县长 区长 董事长 总经理 局长 部长 以 推动 引进 确保 企业 项目 实施 出台 制定 落实 推进 开展 打造 建设 围绕 发展 培育 加快 "
    "在 与 和 对 向 由 从 是 来自 位于 投资 签约 落户 同志 记者 通讯员 包括 如 例如 印发 深化 、 支持 聚焦"
).split()


def mix(*parts: Hashes | int) -> Hashes:
    """Return one hash per position from hashes and small constants; the order of the parts matters."""
    result: Hashes = np.zeros(1, np.uint64)  # an array, since arrays wrap around silently
    for part in parts:
        value = np.array([part], np.uint64) if isinstance(part, int) else part
        result = (result ^ (value * _SECOND)) * _FIRST
        result = result ^ (result >> _SHIFT)
    return result


def shifted(values: npt.NDArray[np.generic], offset: int) -> npt.NDArray[np.generic]:
    """Return the array whose i-th element is values[i + offset], zero beyond the ends."""
    if offset == 0:
        return values
    result = np.zeros_like(values)
    if offset > 0:
        result[:-offset] = values[offset:]
    else:
        result[-offset:] = values[:offset]
    return result


@dataclass(frozen=True, slots=True)
class Lexicons:
    """The finders whose hits become layers of features."""

    names: tuple[PhraseFinder, ...]
    layers: tuple[PhraseFinder, ...]
    ahead: PhraseFinder
    behind: PhraseFinder
    surnames: Hashes

    @staticmethod
    def of(gazetteers: Gazetteers) -> Lexicons:
        """Return the finders for these gazetteers and the built-in lists of head words."""
        finders = dict(gazetteers._finders)
        surnames = sorted(ord(name) for name in gazetteers.surnames if len(name) == 1)
        return Lexicons(
            tuple(finders.values()),
            tuple(PhraseFinder(words) for words in _LEXICON_LAYERS),
            PhraseFinder(_AHEAD),
            PhraseFinder(_BEHIND),
            np.array(surnames, np.uint64),
        )


def _layer(length: int, spans: Sequence[tuple[int, int]]) -> Codes:
    """Return 1 at the first, 2 inside, 3 at the last character of each span, 4 for a span of one, else 0."""
    result = np.zeros(length, np.int64)
    if spans:
        bounds = np.array(spans, np.int64)
        steps = np.zeros(length + 1, np.int64)
        np.add.at(steps, bounds[:, 0], 1)
        np.add.at(steps, bounds[:, 1], -1)
        result[np.cumsum(steps[:-1]) > 0] = 2
        result[bounds[:, 1] - 1] = 3
        result[bounds[:, 0]] = 1
        single = bounds[:, 1] - bounds[:, 0] == 1
        result[bounds[single, 0]] = 4
    return result


def _character_kind(codes: Codes) -> Codes:
    kind = np.zeros(len(codes), np.int64)
    kind[(codes >= 0x4E00) & (codes <= 0x9FFF)] = 1
    kind[(codes >= 48) & (codes <= 57)] = 2
    kind[((codes | 32) >= 97) & ((codes | 32) <= 122)] = 3
    kind[(codes == 32) | (codes == 0x3000) | (codes == 9)] = 4
    kind[(codes == 10) | (codes == 13)] = 5
    other = kind == 0
    kind[other] = codes[other]
    return kind


_ENCLOSURES = re.compile(r"[“「][^“”「」\n]{1,40}[”」]|《[^《》\n]{1,80}》|[(（][^()（）\n]{1,60}[)）]")


def _enclosed(text: str, code: Codes) -> tuple[Codes, Hashes, Hashes]:
    """Return, inside quotes, book marks and brackets: their kind, the last two and the next two characters."""
    kind = np.zeros(len(text), np.int64)
    last = np.zeros(len(text), np.uint64)
    after = np.zeros(len(text), np.uint64)
    pair = mix(code.astype(np.uint64), shifted(code, 1).astype(np.uint64))
    for match in _ENCLOSURES.finditer(text):
        start, end = match.span()
        first = text[start]
        here = 1 if first in "“「" else 2 if first == "《" else 3
        kind[start:end] = here * 8 + min(7, (end - start - 2) // 2)
        last[start:end] = pair[end - 3] if end - start > 3 else 1
        after[start:end] = pair[end] if end < len(text) else 1
    return kind, last, after


@dataclass(frozen=True, slots=True)
class WordArrays:
    """Per character: hash of its word, place in it, tag, and the same of the words before and behind."""

    word: tuple[Hashes, ...]
    tag: tuple[Hashes, ...]
    place: Codes


_WORD_REACH = 3


@cache
def _tag_code(tag: str) -> int:
    return sum(ord(character) << (8 * index) for index, character in enumerate(tag[:2])) + 1


def _word_arrays(analysed: AnalysedText, code: Codes) -> WordArrays:
    """Return word features; words of one text cover it without gaps."""
    length = len(code)
    count = len(analysed.words)
    starts = np.fromiter((word.start for word in analysed.words), np.int64, count)
    ends = np.fromiter((word.end for word in analysed.words), np.int64, count)
    tags = np.fromiter((_tag_code(word.tag) for word in analysed.words), np.uint64, count)
    # A word's hash is the sum of its characters' hashes, each mixed with its place in the word.
    index = np.repeat(np.arange(count), ends - starts)
    inside = np.arange(length) - starts[index]
    pieces = mix(code.astype(np.uint64), inside.astype(np.uint64))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(pieces, dtype=np.uint64)))
    hashes = sums[ends] - sums[starts]
    sizes = ends - starts
    place = np.where(
        sizes[index] == 1, 3, np.where(inside == 0, 0, np.where(inside == sizes[index] - 1, 2, 1))
    )
    reach = range(-_WORD_REACH, _WORD_REACH + 1)
    return WordArrays(
        tuple(shifted(hashes, offset)[index] for offset in reach),  # type: ignore[misc]
        tuple(shifted(tags, offset)[index] for offset in reach),  # type: ignore[misc]
        place.astype(np.int64),
    )


def _nearest(length: int, spans: Sequence[tuple[int, int]], code: Codes, ahead: bool) -> tuple[Hashes, Codes]:
    """Return for each position the hash of the nearest trigger ahead (or behind) and its distance."""
    hashes = np.zeros(length, np.uint64)
    distance = np.full(length, 99, np.int64)
    if not spans:
        return hashes, distance
    bounds = np.array(spans, np.int64)
    values = mix(code[bounds[:, 0]].astype(np.uint64), code[bounds[:, 1] - 1].astype(np.uint64))
    positions = np.arange(length)
    if ahead:
        which = np.searchsorted(bounds[:, 0], positions, side="left")
        known = which < len(bounds)
        near = bounds[np.minimum(which, len(bounds) - 1), 0] - positions
    else:
        which = np.searchsorted(bounds[:, 1], positions, side="right") - 1
        known = which >= 0
        near = positions - bounds[np.maximum(which, 0), 1]
    distance[known] = near[known]
    hashes[known] = values[which[known]]
    return hashes, distance


def features(analysed: AnalysedText, lexicons: Lexicons) -> Hashes:
    """Return the hashed features of a text, shape (characters, templates).

    Every template looks at most a clause ahead or behind, so that cost is linear in the text's length.
    """
    text = analysed.text
    length = len(text)
    code = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.int64)
    char = {offset: shifted(code, offset).astype(np.uint64) for offset in range(-4, 5)}
    columns: list[Hashes] = []

    def add(*parts: Hashes | Codes | int) -> None:
        columns.append(
            mix(len(columns) + 1, *(p if isinstance(p, int) else p.astype(np.uint64) for p in parts))
        )

    for offset in range(-3, 4):
        add(char[offset])
    for offset in range(-3, 3):
        add(char[offset], char[offset + 1])
    for offset in range(-3, 2):
        add(char[offset], char[offset + 1], char[offset + 2])
    words = _word_arrays(analysed, code)
    middle = _WORD_REACH
    word, tag, place = words.word, words.tag, words.place
    for offset in (-1, 0, 1):
        add(shifted(place, offset) + 1, shifted(tag[middle], offset))
    for offset in range(-2, 3):
        add(word[middle + offset], place)
        add(tag[middle + offset], place)
    add(word[middle - 1], word[middle], place)
    add(word[middle], word[middle + 1], place)
    add(tag[middle - 1], tag[middle], place)
    add(tag[middle], tag[middle + 1], place)
    add(tag[middle - 1], tag[middle], tag[middle + 1], place)
    add(tag[middle], tag[middle + 1], tag[middle + 2], place)
    kind = _character_kind(code)
    add(shifted(kind, -1), kind, shifted(kind, 1))
    add(shifted(kind, -2), shifted(kind, -1), kind, shifted(kind, 1), shifted(kind, 2))
    for finder in lexicons.names:
        layer = _layer(length, finder.find(text))
        for offset in (-1, 0, 1):
            add(shifted(layer, offset))
    for finder in lexicons.layers:
        layer = _layer(length, finder.find(text))
        add(shifted(layer, -1), layer, shifted(layer, 1))
        add(layer, word[middle])
    surname = np.isin(char[0], lexicons.surnames).astype(np.int64) + 1
    for offset in (-2, -1, 0):
        add(shifted(surname, offset), shifted(tag[middle], offset))
    enclosed, last, after = _enclosed(text, code)
    add(enclosed)
    add(enclosed // 8, last)
    add(enclosed // 8, after)
    ahead, near = _nearest(length, lexicons.ahead.find(text), code, True)
    add(ahead, np.minimum(near, 16) // 4)
    behind, back = _nearest(length, lexicons.behind.find(text), code, False)
    add(behind, np.minimum(back, 8) // 2)
    add(ahead, behind, np.minimum(near, 12) // 6, np.minimum(back, 8) // 4)
    return np.stack(columns, axis=1)
