"""Reads the parts of a name that tell one thing from another: phase, size, legal form, branch, body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.company_names import company_forms, fold_company, is_unit, without_legal_form, without_trade
from extract.identity.tables import name_tables
from extract.zone_names import is_generic_zone
from graph.model import Node, fold

_PHASE = re.compile(r"[(]?第?([一二三四五六七八九十]|\d{1,2})期(?:工程|项目)?[)]?")
_PROJECT_TAIL = re.compile(r"(?:建设项目|项目|工程)$")
_PROJECT_HEAD = re.compile(r"^(?:年产|新建|总投资[\d.]+亿元的?)")
_SIZE = re.compile(r"\d+(?:\.\d+)?(?:万|亿)?(?:吨|套|台|辆|件|平方米|亩|[a-z]+)")
_MARKS = re.compile(r"[·・.,、/-]")
_LEGAL_TAIL = ("有限公司", "股份有限公司", "有限责任公司")
_LEGAL_LEAST = 8
_INDUSTRY_TAIL = ("产业", "行业", "制造业", "业")
_BRANCH = re.compile(
    r"^(.*?(?:公司|银行|[中农工建交招]行|集团|保险|证券|股份))([\u4e00-\u9fff]{0,8}(?:分公司|分行|支行|分厂|营业部|事业部|办事处))$"
)
_BRACKETED = re.compile(r"\(([^()]*)\)")
_GENERIC_COMPANY = frozenset(
    {"公司", "集团", "本公司", "该公司", "企业", "该企业", "总公司", "有限公司", "集团公司", "银行"}
)
_GENERIC_ORGANIZATION = frozenset(
    {"机构", "单位", "该校", "学校", "学院", "协会", "中心", "研究院", "医院", "部门", "平台"}
)


def text_property(node: Node, name: str) -> str:
    """Return a text property of a node, "" if it has none."""
    value = node.properties.get(name)
    return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class ProjectName:
    """A project's name in parts: stem without generic words, phase ("" if unsaid), sizes (10万吨)."""

    stem: str
    phase: str
    sizes: tuple[str, ...]


_DIGITS = {character: str(number) for number, character in enumerate("一二三四五六七八九十", 1)}


@lru_cache(maxsize=1 << 16)
def project_name(name: str) -> ProjectName:
    """Return the parts of a folded project name (隆达光伏组件(一期)项目 → 隆达光伏组件, 1)."""
    phase = _PHASE.search(name)
    rest = name[: phase.start()] + name[phase.end() :] if phase else name
    for _ in range(2):
        shorter = _PROJECT_TAIL.sub("", _PROJECT_HEAD.sub("", rest))
        rest = shorter if len(shorter) >= 2 else rest
    sizes = tuple(sorted(set(_SIZE.findall(rest))))
    return ProjectName(rest, _DIGITS.get(phase[1], phase[1]) if phase else "", sizes)


def industry_stem(name: str) -> str:
    """Return the standard name of a folded industry name, without 产业, 行业 or 制造业."""
    synonyms = name_tables().industries
    for tail in ("", *_INDUSTRY_TAIL):
        stem = name.removesuffix(tail)
        if stem in synonyms and (not tail or name.endswith(tail)):
            return synonyms[stem]
    for tail in _INDUSTRY_TAIL[:-1]:
        if name.endswith(tail) and len(name) - len(tail) >= 2:
            return name.removesuffix(tail)
    return name


def is_legal_name(name: str) -> bool:
    """Return whether a folded name is a company's full registered name."""
    return len(name) >= _LEGAL_LEAST and name.endswith(_LEGAL_TAIL)


def is_generic_company(name: str) -> bool:
    """Return whether a folded name means a company in one document only."""
    return name in _GENERIC_COMPANY


def is_generic_organization(name: str) -> bool:
    """Return whether a folded name means an organization in one document only."""
    return name in _GENERIC_ORGANIZATION


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A company's name in parts.

    core: without legal form and brackets, 集团 kept. group: whether it is a group. branch: 泸州分行,
    岳阳分公司 or "". legal: whether it is a full registered name. place: what stands in brackets (昆山).
    """

    core: str
    group: bool
    branch: str
    legal: bool
    place: str


@lru_cache(maxsize=1 << 16)
def company_name(name: str) -> CompanyName:
    """Return the parts of a folded company name."""
    folded = fold_company(name)
    brackets = _BRACKETED.search(folded)
    plain = _BRACKETED.sub("", folded)
    legal = is_legal_name(plain)
    match = _BRANCH.match(plain) if is_unit(plain) else None
    branch = match[2] if match else ""
    if match:
        plain = match[1]
    core = without_legal_form(plain) or plain
    group = "集团" in plain[len(core) :] or core.endswith("集团")
    return CompanyName(core, group, branch, legal and not branch, brackets[1] if brackets else "")


def standard_company(name: str) -> str:
    """Return the standard name of a folded name that is known in the whole country, "" for any other."""
    return name_tables().companies.get(name, "")


def has_trade(core: str) -> bool:
    """Return whether a company's core says its trade at the end (中泰纺织): more than a brand."""
    return without_trade(core) != core


def only_trades(text: str) -> bool:
    """Return whether a text is made of general trade words and legal forms alone (科技集团)."""
    forms = company_forms()
    rest = text
    for word in (*forms.legal_forms, *forms.trades):
        rest = rest.replace(word, "")
    return not rest


@lru_cache(maxsize=1 << 16)
def is_generic_zone_name(name: str) -> bool:
    """Return whether a folded name means a zone in one document only."""
    return is_generic_zone(name)


def bare_person(name: str) -> str:
    """Return a person's folded name without a form of address behind it."""
    for tail in name_tables().person_tails:
        if name.endswith(tail) and len(name) - len(tail) >= 2:
            return name.removesuffix(tail)
    return name


def policy_stem(name: str) -> str:
    """Return a policy's folded name without marks inside it."""
    return _MARKS.sub("", fold(name))


def standard_body(name: str) -> str:
    """Return the name of a government body with its tail in the standard short form (…人民政府 → …政府)."""
    shorter = name.removeprefix("中共")
    for form, standard in name_tables().body_tails:
        if shorter.endswith(form):
            return shorter[: -len(form)] + standard
    return shorter
