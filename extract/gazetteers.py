"""Reads the gazetteers of zones, places, companies, industries and surnames, finds their names."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from graph.errors import ResourceError

FOLDER = Path(__file__).parent / "data" / "gazetteers"

ZONES_FILE = "zones_gbt37028.tsv"
NATIONAL_ZONES_FILE = "zones_national_etdz.tsv"
PROVINCES_FILE = "provinces.json"
CITIES_FILE = "cities.csv"
AREAS_FILE = "areas.csv"
LISTED_COMPANIES_FILE = "listed_companies.jsonl"
COMPANY_SHORT_NAMES_FILE = "company_short_names.txt"
INDUSTRIES_FILE = "industries.jsonl"
SURNAMES_FILE = "surnames.tsv"
HEAD_WORDS_FILE = "head_words.tsv"
WORLD_PLACES_FILE = "world_places.tsv"

Kind = Literal["zone", "place", "listed_company", "company_short_name", "industry", "world_place"]

# The national list names provinces by their romanised form.
_PROVINCE_BY_ROMAN = {
    "beijing": "北京市", "tianjin": "天津市", "hebei": "河北省", "shanxi": "山西省",
    "neimenggu": "内蒙古自治区", "liaoning": "辽宁省", "jilin": "吉林省", "heilongjiang": "黑龙江省",
    "shanghai": "上海市", "jiangsu": "江苏省", "zhejiang": "浙江省", "anhui": "安徽省",
    "fujian": "福建省", "jiangxi": "江西省", "shandong": "山东省", "henan": "河南省", "hubei": "湖北省",
    "hunan": "湖南省", "guangdong": "广东省", "guangxi": "广西壮族自治区", "hainan": "海南省",
    "chongqing": "重庆市", "sichuan": "四川省", "guizhou": "贵州省", "yunnan": "云南省",
    "xizang": "西藏自治区", "shaanxi": "陕西省", "gansu": "甘肃省", "qinghai": "青海省",
    "ningxia": "宁夏回族自治区", "xinjiang": "新疆维吾尔自治区",
}  # fmt: skip
# Long kinds of zone and the short forms that texts use for them.
_ZONE_FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("经济技术开发区", ("经开区", "经济开发区", "开发区")),
    ("经济开发区", ("经开区", "开发区")),
    ("高新技术产业开发区", ("高新区", "高新技术开发区", "高新技术产业园区")),
    ("高新技术产业园区", ("高新区", "高新园区")),
    ("综合保税区", ("综保区",)),
    ("自由贸易试验区", ("自贸区", "自贸试验区")),
    ("国家自主创新示范区", ("自主创新示范区", "自创区")),
    ("边境经济合作区", ("边合区",)),
    ("工业园区", ("工业园",)),
    ("产业园区", ("产业园",)),
)
_ETHNIC = (
    "维吾尔|蒙古族|蒙古|哈萨克|柯尔克孜|土家族|土家|苗族|苗|侗族|侗|布依族|布依|彝族|彝|哈尼族|哈尼|藏族|藏|羌族|羌|回族|回|"
    "壮族|壮|傣族|傣|景颇族|景颇|傈僳族|傈僳|白族|白|朝鲜族|朝鲜|满族|满|黎族|黎|瑶族|瑶|畲族|畲|各族|土族|撒拉族|"
    "东乡族|保安族|裕固族|纳西族|拉祜族|佤族|布朗族|仫佬族|毛南族|仡佬族|水族|怒族|独龙族|普米族|锡伯族|塔吉克|达斡尔族"
)
_AUTONOMOUS = "自治区|自治州|自治县|自治旗"
_PLACE_TAIL = re.compile(
    rf"(?:(?:{_ETHNIC})*(?:{_AUTONOMOUS})|特别行政区|省|市|地区|盟|林区|特区|矿区|新区|区|县|旗)$"
)
_AUTONOMOUS_TAIL = re.compile(rf"(?:{_AUTONOMOUS})$")
# Zones that the divisions' list carries as if they were counties; the zone lists have them.
_ZONE_AMONG_AREAS = re.compile(r"(?:开发区|园区|保税区|产业园|示范区|试验区|管理区|高新区)$")
_CITY_PARTS = ("市辖区", "县", "自治区直辖县级行政区划", "省直辖县级行政区划")


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """One zone of a public list.

    code: GB/T 37028 (province 2 + class 3 + number 3), "" in the national list. level: 国家级 or 省级.
    kind: name of its class. city: prefecture-level city that its name shows, else "". source: data file.
    """

    name: str
    code: str
    level: str
    kind: str
    province: str
    city: str
    source: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One administrative division.

    code: GB/T 2260, two, four or six digits. level: 省级, 地级 or 县级. province, city: full names above it,
    its own included ("" where there is none). short: the name without 省, 市, 区, 县 …
    """

    name: str
    code: str
    level: str
    province: str
    city: str
    short: str
    source: str


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """One listed company: short and full name, stock code and exchange."""

    name: str
    full_name: str
    stock_code: str
    exchange: str
    source: str


@dataclass(frozen=True, slots=True)
class IndustryRow:
    """One industry of the classification of listed companies."""

    name: str
    code: str
    source: str


@dataclass(frozen=True, slots=True)
class GazetteerMatch:
    """A name of a gazetteer in a text; start and end are half-open code-point offsets."""

    start: int
    end: int
    kind: Kind
    surface: str


class PhraseFinder:
    """Finds the leftmost longest phrases of one list in a text."""

    __slots__ = ("_automaton",)

    def __init__(self, phrases: Iterable[str]) -> None:
        self._automaton = AhoCorasick(
            sorted(set(phrases)),
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        )

    def find(self, text: str) -> list[tuple[int, int]]:
        """Return the half-open spans of all phrases, none overlapping another, in text order."""
        return [(start, end) for _, start, end in self._automaton.find_matches_as_indexes(text)]


def zone_forms(name: str, province: str = "") -> tuple[str, ...]:
    """Return the forms under which texts name this zone, the full name first.

    name: such as 安徽宿州经济技术开发区. province: its province, whose short name may lead and is then left
    out in further forms. Bare kinds (经开区) are never among them.
    """
    stems = [name]
    for prefix in (province, short_place_name(province)) if province else ():
        if prefix and name.startswith(prefix) and len(name) - len(prefix) > 5:
            stems.append(name.removeprefix(prefix).removeprefix("省").removeprefix("市"))
    forms: dict[str, None] = dict.fromkeys(stems)
    kinds = {form for long, shorts in _ZONE_FORMS for form in (long, *shorts)}
    for stem in stems:
        for long, shorts in _ZONE_FORMS:
            if stem.endswith(long):
                forms.update(dict.fromkeys(stem.removesuffix(long) + short for short in shorts))
                break
    return tuple(form for form in forms if form not in kinds)


def short_place_name(name: str) -> str:
    """Return a division's name without its generic tail (江苏省 → 江苏), or all of it if too short."""
    for tail in (_PLACE_TAIL, _AUTONOMOUS_TAIL):  # 内蒙古自治区: the first leaves too little
        short = tail.sub("", name)
        if len(short) >= 2:
            return short
    return name


def _text_of(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ResourceError(
            f"gazetteer {folder / name} cannot be read ({error}); reinstall zonegraph"
        ) from error


def _rows(folder: Path, name: str, delimiter: str, columns: int) -> Iterator[list[str]]:
    for number, row in enumerate(csv.reader(_text_of(folder, name).splitlines(), delimiter=delimiter), 1):
        if len(row) < columns:
            raise ResourceError(
                f"gazetteer {folder / name}, line {number}: {columns} columns needed, {len(row)} found"
            )
        yield row


def _json_lines(folder: Path, name: str) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(_text_of(folder, name).splitlines(), 1):
        try:
            yield json.loads(line)
        except json.JSONDecodeError as error:
            raise ResourceError(
                f"gazetteer {folder / name}, line {number}: not JSON ({error.msg})"
            ) from error


def _read_places(folder: Path) -> tuple[PlaceRow, ...]:
    provinces = {row["code"]: row["name"] for row in json.loads(_text_of(folder, PROVINCES_FILE))}
    places = [
        PlaceRow(name, code, "省级", name, "", short_place_name(name), PROVINCES_FILE)
        for code, name in provinces.items()
    ]
    cities: dict[str, str] = {}
    for code, name, province in list(_rows(folder, CITIES_FILE, ",", 3))[1:]:
        upper = provinces.get(province, "")
        cities[code] = upper if name in _CITY_PARTS and upper.endswith("市") else name
        if name not in _CITY_PARTS:
            places.append(PlaceRow(name, code, "地级", upper, name, short_place_name(name), CITIES_FILE))
    for code, name, city, province in list(_rows(folder, AREAS_FILE, ",", 4))[1:]:
        if _ZONE_AMONG_AREAS.search(name):
            continue
        over = cities.get(city, "")
        places.append(
            PlaceRow(
                name,
                code,
                "县级",
                provinces.get(province, ""),
                "" if over in _CITY_PARTS else over,
                short_place_name(name),
                AREAS_FILE,
            )
        )
    return tuple(places)


def _city_of_zone(name: str, province: str, places: Sequence[PlaceRow]) -> str:
    """Return the city that a zone's name starts with, seen inside its province; a county gives its city."""
    if province.endswith("市"):
        return province
    without_province = name.removeprefix(short_place_name(province)).removeprefix("省")
    for rest in dict.fromkeys((without_province, name)):  # 吉林 is a province and a city
        found = [
            (len(form), place.level == "地级", place.city)
            for place in places
            if place.city and rest.startswith(place.short)  # the full name begins with the short one
            for form in (place.name, place.short)
            if rest.startswith(form)
        ]
        if found:
            return max(found)[2]
    return ""


def _read_zones(folder: Path, places: Sequence[PlaceRow]) -> tuple[ZoneRow, ...]:
    by_province: dict[str, list[PlaceRow]] = defaultdict(list)
    for place in places:
        by_province[place.province].append(place)
    zones: list[ZoneRow] = []
    for code, province, class_code, kind, number, name, *_ in _rows(folder, ZONES_FILE, "\t", 6):
        level = "国家级" if class_code.startswith("1") else "省级"
        city = _city_of_zone(name, province, by_province[province])
        zones.append(ZoneRow(name, code + class_code + number, level, kind, province, city, ZONES_FILE))
    for roman, name, *_ in _rows(folder, NATIONAL_ZONES_FILE, "\t", 2):
        province = _PROVINCE_BY_ROMAN.get(roman, "")
        city = _city_of_zone(name, province, by_province[province])
        zones.append(ZoneRow(name, "", "国家级", "经济技术开发区", province, city, NATIONAL_ZONES_FILE))
    return tuple(zones)


def _read_head_words(folder: Path) -> dict[str, tuple[str, ...]]:
    lines = (line for line in _text_of(folder, HEAD_WORDS_FILE).splitlines() if not line.startswith("#"))
    return {layer: tuple(words.split()) for layer, words in (line.split("\t", 1) for line in lines)}


Row = TypeVar("Row")


def _index(rows: Iterable[Row], forms: Callable[[Row], Iterable[str]]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for form in dict.fromkeys(forms(row)):
            found[form].append(row)
    return {form: tuple(group) for form, group in found.items()}


@dataclass(frozen=True, slots=True)
class Gazetteers:
    """All gazetteers with their rows, look-ups by surface form and finders over text.

    surnames: surname → relative frequency. head_words: layer → words.
    world_places: country, territory or city abroad → CLDR code; the tagger's business, not found by `find`.
    """

    zones: tuple[ZoneRow, ...]
    places: tuple[PlaceRow, ...]
    companies: tuple[CompanyRow, ...]
    industries: tuple[IndustryRow, ...]
    surnames: Mapping[str, float]
    head_words: Mapping[str, tuple[str, ...]]
    world_places: Mapping[str, str]
    _zones_by_form: Mapping[str, tuple[ZoneRow, ...]]
    _places_by_form: Mapping[str, tuple[PlaceRow, ...]]
    _companies_by_form: Mapping[str, tuple[CompanyRow, ...]]
    _industries_by_form: Mapping[str, tuple[IndustryRow, ...]]
    _finders: tuple[tuple[Kind, PhraseFinder], ...]

    @staticmethod
    def load(folder: Path = FOLDER) -> Gazetteers:
        """Read all files of a gazetteer folder.

        Raises ResourceError, with file and line, when one is missing or malformed.
        """
        places = _read_places(folder)
        zones = _read_zones(folder, places)
        companies = tuple(
            CompanyRow(row["name"], row["fullname"], row["code"], row["location"], LISTED_COMPANIES_FILE)
            for row in _json_lines(folder, LISTED_COMPANIES_FILE)
        )
        industries = tuple(
            IndustryRow(row["name"].rstrip("ⅠⅡⅢ"), row["code"], INDUSTRIES_FILE)
            for row in _json_lines(folder, INDUSTRIES_FILE)
        )
        short_names = [line.strip() for line in _text_of(folder, COMPANY_SHORT_NAMES_FILE).splitlines()[3:]]
        surnames = {row[0]: float(row[1]) for row in list(_rows(folder, SURNAMES_FILE, "\t", 2))[1:]}
        head_words = _read_head_words(folder)
        world_places = {row[0]: row[1] for row in list(_rows(folder, WORLD_PLACES_FILE, "\t", 3))[1:]}
        zone_index = _index(zones, lambda row: zone_forms(row.name, row.province))
        place_index = _index(places, lambda row: (row.name, row.short))
        company_index = _index(companies, lambda row: (row.name, row.full_name))
        industry_index = _index(industries, lambda row: (row.name,))
        finders: tuple[tuple[Kind, PhraseFinder], ...] = (
            ("zone", PhraseFinder(zone_index)),
            ("place", PhraseFinder(place_index)),
            ("listed_company", PhraseFinder(form for form in company_index if len(form) >= 3)),
            ("company_short_name", PhraseFinder(name for name in short_names if 3 <= len(name) <= 8)),
            ("industry", PhraseFinder(form for form in industry_index if len(form) >= 2)),
            ("world_place", PhraseFinder(world_places)),
        )
        return Gazetteers(
            zones, places, companies, industries, surnames, head_words, world_places,
            zone_index, place_index, company_index, industry_index, finders,
        )  # fmt: skip

    def zones_named(self, surface: str) -> tuple[ZoneRow, ...]:
        """Return the zones whose name or common short form this is, GB/T 37028 before the national list."""
        return self._zones_by_form.get(surface, ())

    def places_named(self, surface: str) -> tuple[PlaceRow, ...]:
        """Return the divisions with this full or short name, the highest level first."""
        return self._places_by_form.get(surface, ())

    def companies_named(self, surface: str) -> tuple[CompanyRow, ...]:
        """Return the listed companies with this short or full name."""
        return self._companies_by_form.get(surface, ())

    def industries_named(self, surface: str) -> tuple[IndustryRow, ...]:
        """Return the industries with this name."""
        return self._industries_by_form.get(surface, ())

    def finder(self, kind: Kind) -> PhraseFinder:
        """Return the finder of one kind's names."""
        return dict(self._finders)[kind]

    def spans(self, kind: Kind, text: str) -> list[tuple[int, int]]:
        """Return the half-open spans of one kind's names in a text, leftmost longest."""
        return self.finder(kind).find(text)

    def find(self, text: str) -> tuple[GazetteerMatch, ...]:
        """Return all names in a text; names of different kinds may overlap, of one kind never."""
        matches = [
            GazetteerMatch(start, end, kind, text[start:end])
            for kind, finder in self._finders
            if kind != "world_place"
            for start, end in finder.find(text)
        ]
        return tuple(sorted(matches, key=lambda match: (match.start, -match.end, match.kind)))


@cache
def shipped_gazetteers() -> Gazetteers:
    """Return the shipped gazetteers, read once a process: extraction and identity look things up in them."""
    return Gazetteers.load()
