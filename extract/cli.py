"""The command line `zonegraph`: the composition root, the one file that joins both rooms."""

from __future__ import annotations

import csv
import gc
import io
import json
import logging
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from extract.messages import Language, default_language, message
from graph.errors import InputError, StoreError, ZonegraphError
from graph.model import Graph, Node, digest

if TYPE_CHECKING:
    import spacy

    from extract.annotations import SourceDocument
    from extract.identity import Decision, Memory
    from extract.options import PipelineOptions
    from extract.reader import Survey
    from extract.workspace import Extracted
    from graph.graph_lines import GraphLines
    from graph.health import Health
    from graph.queries import Answer
    from graph.stores import WriteReport

DEFAULT_OUT = Path("build")
DEFAULT_GRAPH = DEFAULT_OUT / "graph.json"
OWN_STORE = "graph.kgl"
# The labelled set of a source checkout; an installed package is given one with --gold.
IDENTITY_SET = Path("tests/data/identity")
_LIMIT_MEGABYTES = 20
# A document that was built from is read again whatever limit the build had; more is read as a fault.
_VERIFY_LIMIT_BYTES = 1 << 30
# Of the package, what linking does not depend on.
_NOT_LINKING = frozenset({"training", "model"})
# Without a terminal a table may be this wide: narrower columns would cut Chinese names.
_PLAIN_WIDTH = 200

app = typer.Typer(
    name="zonegraph",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="中国开发区知识图谱,离线构建。Knowledge graphs of Chinese development zones, built offline. "
    "出错时加 --debug 看详情 (--debug shows details of an error).",
)


class LanguageChoice(StrEnum):
    """Languages of interface texts."""

    zh = "zh"
    en = "en"


class QueryFormat(StrEnum):
    """Forms of a question's answer."""

    table = "table"
    json = "json"
    csv = "csv"


Inputs = Annotated[list[Path], typer.Argument(metavar="INPUT...", help="文件或文件夹 Files and folders")]
GraphFile = Annotated[Path, typer.Argument(metavar="GRAPH.JSON", help="graph.json 文件 A graph.json file")]
StoreUrl = Annotated[
    str | None,
    typer.Option("--store", metavar="URL", help="kglite:PATH, bolt://, neo4j:// 或 or neo4j+s://"),
]
Terms = Annotated[
    Path | None,
    typer.Option("--terms", help="自有词表 Own words, TSV: surface, type (- = never), canonical name"),
]
DecisionsFile = Annotated[
    Path | None,
    typer.Option("--decisions", help="人工判定 A person's decisions; default DIR/decisions.jsonl"),
]
NoText = Annotated[
    bool, typer.Option("--no-text", help="结果中不含全文,只留引文 Leave document texts out, quotes stay")
]
Limit = Annotated[
    float,
    typer.Option("--limit-mb", min=0.001, help="单个文件上限 Largest file, megabytes", show_default=True),
]
Lang = Annotated[LanguageChoice | None, typer.Option("--lang", help="界面语言 Language of interface texts")]
NoBase = Annotated[
    bool,
    typer.Option("--no-base-layer", help="不用 zh_core_web_sm Do without zh_core_web_sm where installed"),
]


def _language(chosen: LanguageChoice | None) -> Language:
    return _page_language(chosen) if chosen is not None else default_language()


def _page_language(chosen: LanguageChoice | None) -> Language:
    """Return the language a page opens in: Chinese unless the user says otherwise, whatever the locale."""
    return "en" if chosen is LanguageChoice.en else "zh"


def _say(text: str) -> None:
    """Write one line to stderr; stdout carries only results."""
    print(text, file=sys.stderr)  # noqa: T201 - the command line is where printing belongs


def _result(text: str) -> None:
    """Write a result to stdout as UTF-8, whatever the locale says."""
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


@contextmanager
def _progress(description: str, total: int) -> Iterator[Any]:
    """Yield a function that advances the progress bar; without a terminal nothing is drawn."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task(description, total=total)
        yield lambda: progress.advance(task)


def _read_graph(path: Path) -> Graph:
    from graph.interchange import read_graph

    return read_graph(path)


@dataclass(frozen=True, slots=True)
class Job:
    """What `build` and `extract` are asked to do, but for where results go."""

    inputs: Sequence[Path]
    terms: Path | None = None
    decisions: Path | None = None
    no_text: bool = False
    limit_megabytes: float = _LIMIT_MEGABYTES
    base_layer: bool = True
    language: Language = "zh"
    workspace: Path | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A checked graph, its health report, and the inputs that could not be processed.

    memory: what linking keeps for the next build. fingerprint: of all else that linking depends on. fresh:
    ids of nodes that may be other than in the last build here; None when all may be.
    """

    graph: Graph
    health: Health
    memory: Memory
    fingerprint: str
    fresh: frozenset[str] | None = None
    failures: Sequence[InputError] = field(default_factory=tuple)


def _without_texts(graph: Graph) -> Graph:
    """Return the graph without the documents' full texts."""
    nodes = tuple(
        replace(node, properties={k: v for k, v in node.properties.items() if k != "text"})
        if node.type == "Document"
        else node
        for node in graph.nodes
    )
    return replace(graph, nodes=nodes)


def _pipeline_options(job: Job) -> PipelineOptions:
    from extract.options import PipelineOptions

    return PipelineOptions(job.terms, job.base_layer)


class _LazyPipeline:
    """Extracts documents with a pipeline that is loaded at the first of them: unchanged ones need none."""

    def __init__(self, options: PipelineOptions) -> None:
        self._options = options

    @cached_property
    def _nlp(self) -> spacy.language.Language:
        from extract.pipeline import build_nlp

        return build_nlp(self._options)

    def __call__(self, document: SourceDocument) -> Graph:
        from extract.pipeline import extract_document

        return extract_document(self._nlp, document)


@dataclass(frozen=True, slots=True)
class Reading:
    """The inputs that were found, and what becomes of each of them."""

    found: Survey
    extracted: Iterator[Extracted]


@dataclass(slots=True)
class Gathered:
    """Document graphs in input order, their packed records, the inputs that failed, how many were reused."""

    graphs: list[Graph] = field(default_factory=list)
    records: dict[str, str] = field(default_factory=dict)
    failures: list[InputError] = field(default_factory=list)
    reused: int = 0


@contextmanager
def _begun(job: Job) -> Iterator[Reading]:
    """Find the inputs and begin with the few that changed, beside what this process does next."""
    from extract.options import run_information
    from extract.reader import read_document, survey
    from extract.workspace import Workspace, extract_files, extraction_fingerprint
    from graph.meanwhile import begin

    limit = int(job.limit_megabytes * 1024 * 1024)
    options = _pipeline_options(job)
    found = survey(job.inputs)
    with ExitStack() as stack:
        workspace = None
        if job.workspace is not None:
            versions = [f"{key}={value}" for key, value in sorted(run_information(options).items())]
            fingerprint = extraction_fingerprint(job.terms, [*versions, f"limit={limit}"])
            workspace = stack.enter_context(Workspace(job.workspace, fingerprint))

        def read(path: Path, relative: str) -> SourceDocument:
            return read_document(path, relative, limit)

        yield Reading(found, extract_files(found.files, read, _LazyPipeline(options), workspace, begin))


def _gather(reading: Reading, language: Language) -> Gathered:
    """Extract every input that is not remembered and collect all."""
    gathered = Gathered(failures=list(reading.found.failures))
    with _progress(message("reading", language), len(reading.found.files)) as advance:
        for extracted in reading.extracted:
            if extracted.graph is not None:
                (document,) = extracted.graph.documents()
                gathered.graphs.append(extracted.graph)
                gathered.records[document.id] = extracted.record
            if extracted.failure is not None:
                gathered.failures.append(extracted.failure)
            gathered.reused += extracted.reused
            advance()
    if reading.found.ignored:
        _say(message("ignored", language, count=reading.found.ignored))
    if gathered.reused:
        _say(message("reused", language, count=gathered.reused))
    return gathered


def _make_graph(job: Job) -> Made:
    """Run the main job up to the checked graph: read, extract, link, check against the ontology.

    Raises InputError when no document could be read: an empty graph would look like a result.
    """
    from extract.gazetteers import shipped_gazetteers
    from extract.identity import MEMORY_FILE, Canonicaliser, Decisions, link, read_decisions, read_memory
    from extract.options import run_information
    from extract.workspace import package_hash
    from graph.health import count_reasons, health
    from graph.ontology import check, load_ontology

    decisions = read_decisions(job.decisions) if job.decisions is not None else Decisions()
    fingerprint = digest([package_hash("extract", _NOT_LINKING), decisions.to_json(), job.no_text])
    with _begun(job) as reading:
        memory = read_memory(job.workspace / MEMORY_FILE, fingerprint) if job.workspace is not None else None
        ready = Canonicaliser(shipped_gazetteers())
        gathered = _gather(reading, job.language)
    linked = link(gathered.graphs, decisions, ready, gathered.records, memory)
    checked = check(linked.graph, load_ontology())
    graph = _without_texts(checked.graph) if job.no_text else checked.graph
    rejected = Counter(graph.run["rejected"]) + Counter(count_reasons(checked.rejected))
    report = health(graph, rejected)
    run = {
        **run_information(_pipeline_options(job)),
        **graph.run,
        "rejected": dict(sorted(rejected.items())),
        "failed": [error.message for error in gathered.failures],
        "health": report.to_json(),
    }
    _report_failures(gathered.failures, job.language)
    if not graph.documents():
        raise InputError(message("nothing", job.language))
    return Made(replace(graph, run=run), report, linked.memory, fingerprint, linked.fresh, gathered.failures)


def _report_failures(failures: Sequence[InputError], language: Language) -> None:
    if failures:
        _say(message("failures", language, count=len(failures)))
        for error in failures:
            _say(f"  {error}")


def _write_made(made: Made, path: Path, job: Job, last: GraphLines | None = None) -> GraphLines:
    """Write graph.json, say on stderr how healthy it is, and return the file's lines.

    last: lines of the last build's.
    """
    from graph.graph_lines import lines_of
    from graph.health import health_lines
    from graph.interchange import write_graph_text
    from graph.ontology import load_ontology

    lines = lines_of(made.graph, last, made.fresh)
    write_graph_text(lines.text(), path)
    for line in health_lines(made.health, load_ontology(), job.language):
        _say(line)
    _say(message("graph", job.language, path=path))
    return lines


def _departed(path: Path, graph: Graph) -> list[str]:
    """Return the documents of the last graph.json at this path that this graph no longer has."""

    if not path.exists():
        return []
    staying = {node.id for node in graph.documents()}
    return [node.id for node in _read_graph(path).documents() if node.id not in staying]


def _store_beside(made: Made, out: Path, job: Job) -> WriteReport:
    """Write graph.json and make the store beside it hold this build alone.

    The store is read back only when it or graph.json is not as the last build left it.
    """
    from extract.identity import MEMORY_FILE, write_memory
    from extract.last_build import LastBuild
    from graph.graph_lines import differing_parts, read_lines
    from graph.meanwhile import begin
    from graph.stores import open_store

    build_file, memory, own_store = out / "graph.json", out / MEMORY_FILE, out / OWN_STORE
    last = LastBuild(build_file, memory, own_store)
    text = last.graph_text()
    before = None if text is None else read_lines(text)
    last.forget()
    wait_for_memory = begin(partial(write_memory, made.memory, memory, made.fingerprint))
    lines = _write_made(made, build_file, job, before)
    with open_store(f"kglite:{own_store}") as opened, opened.writer() as writer:
        if before is None:
            report = writer.replace(made.graph)
        else:
            report = writer.exchange(*differing_parts(before, lines))
    wait_for_memory()
    last.note()
    return report


def _store_elsewhere(made: Made, out: Path, job: Job, url: str) -> WriteReport:
    """Write graph.json and load it into a store that the user named, where other builds may live too.

    The documents that left this build are taken out.
    """
    from extract.identity import MEMORY_FILE, write_memory
    from graph.stores import open_store

    departed = _departed(out / "graph.json", made.graph)
    _write_made(made, out / "graph.json", job)
    write_memory(made.memory, out / MEMORY_FILE, made.fingerprint)
    with open_store(url) as opened, opened.writer() as writer:
        stored = {node.id for node in opened.view().graph().documents()} if departed else set()
        leaving = [document for document in departed if document in stored]
        if leaving:
            writer.remove_documents(leaving)
        return writer.upsert(made.graph)


@app.command()
def build(
    inputs: Inputs,
    out: Annotated[Path, typer.Option("--out", help="输出文件夹 Output folder")] = DEFAULT_OUT,
    store: StoreUrl = None,
    terms: Terms = None,
    decisions: DecisionsFile = None,
    no_text: NoText = False,
    limit_mb: Limit = _LIMIT_MEGABYTES,
    no_base_layer: NoBase = False,
    lang: Lang = None,
) -> None:
    """主任务:读取、抽取、链接,写出图谱、数据库和网页 The main job: documents to graph, store and page."""
    from graph.meanwhile import begin

    job = Job(
        inputs,
        terms,
        decisions or out / "decisions.jsonl",
        no_text,
        limit_mb,
        not no_base_layer,
        _language(lang),
        out,
    )
    made = _make_graph(job)
    wait_for_page = begin(partial(_write_page, made.graph, out / "graph.html", _page_language(lang), no_text))
    url = store or f"kglite:{out / OWN_STORE}"
    report = _store_elsewhere(made, out, job, url) if store else _store_beside(made, out, job)
    _say(message("store", job.language, url=url, **_counts(report)))
    wait_for_page()
    _result(f"{out / 'graph.html'}\n")
    if made.failures:
        raise typer.Exit(1)


def _write_page(graph: Graph, path: Path, language: Language, no_text: bool) -> None:
    # imported by whoever writes the page, which may be another process
    from graph.page import PageOptions, write_page

    write_page(graph, path, PageOptions(language=language, no_text=no_text))


def _counts(report: WriteReport) -> dict[str, int]:
    return {
        "created": report.nodes_created + report.edges_created,
        "changed": report.nodes_changed + report.edges_changed,
        "unchanged": report.nodes_unchanged + report.edges_unchanged,
        "removed": report.nodes_removed + report.edges_removed,
    }


@app.command()
def extract(
    inputs: Inputs,
    output: Annotated[Path, typer.Option("--output", help="graph.json 写到哪里 Where graph.json goes")],
    terms: Terms = None,
    decisions: DecisionsFile = None,
    no_text: NoText = False,
    limit_mb: Limit = _LIMIT_MEGABYTES,
    no_base_layer: NoBase = False,
    lang: Lang = None,
) -> None:
    """只抽取:写出 graph.json,不建库、不出网页 Documents to graph.json, no store and no page."""
    held = decisions or output.parent / "decisions.jsonl"
    job = Job(inputs, terms, held, no_text, limit_mb, not no_base_layer, _language(lang))
    made = _make_graph(job)
    _write_made(made, output, job)
    if made.failures:
        raise typer.Exit(1)


def _default_store() -> str:
    return os.environ.get("ZONEGRAPH_STORE") or f"kglite:{DEFAULT_OUT / 'graph.kgl'}"


def _existing_store(url: str | None) -> str:
    """Return the URL of a store to read; a kglite file that is not there is an error, not an empty store."""
    chosen = url or _default_store()
    path = Path(chosen.removeprefix("kglite:"))
    if chosen.startswith("kglite:") and not list(path.parent.glob(f"{path.name}*")):
        raise StoreError(f"{path} is not there: run `zonegraph build` first, or name a store with --store")
    return chosen


@app.command()
def load(graph_file: GraphFile, store: StoreUrl = None, lang: Lang = None) -> None:
    """载入数据库,可重复执行 Load graph.json into a store; safe to repeat."""
    from graph.health import count_reasons
    from graph.ontology import check, load_ontology
    from graph.stores import open_store

    language = _language(lang)
    checked = check(_read_graph(graph_file), load_ontology())
    with open_store(store or _default_store()) as opened, opened.writer() as writer:
        report = writer.upsert(checked.graph)
    _say(message("loaded", language, **_counts(report)))
    for reason, count in count_reasons([*checked.rejected, *report.rejected]).items():
        _say(message("rejected", language, count=count, reason=reason))


@app.command()
def render(
    graph_file: Annotated[
        Path | None, typer.Argument(metavar="[GRAPH.JSON]", help="graph.json 文件 A graph.json file")
    ] = None,
    output: Annotated[Path, typer.Option("--output", help="网页写到哪里 Where the page goes")] = DEFAULT_OUT
    / "graph.html",
    store: StoreUrl = None,
    zone: Annotated[str, typer.Option("--zone", help="只含这一园区 One zone's share pack")] = "",
    split: Annotated[
        bool, typer.Option("--split", help="总目录加每园区一页 An index and one page a zone")
    ] = False,
    no_text: NoText = False,
    lang: Lang = None,
) -> None:
    """生成单文件离线网页 Make the self-contained offline page."""
    from graph.page import PageOptions, split_pages, write_page
    from graph.stores import open_store

    if (graph_file is None) == (store is None):
        raise typer.BadParameter("name either a graph.json or --store URL")
    if graph_file is not None:
        graph = _read_graph(graph_file)
    else:
        with open_store(_existing_store(store)) as opened:
            graph = opened.view().graph()
    options = PageOptions(language=_page_language(lang), no_text=no_text, zone=zone or None)
    if split:
        split_pages(graph, output, options)
    else:
        write_page(graph, output, options)
    _result(f"{output}\n")


def _parameters(given: Sequence[str]) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for item in given:
        name, separator, value = item.partition("=")
        if not separator or not name:
            raise typer.BadParameter(f"--param takes name=value, not {item!r}")
        parameters[name] = value
    return parameters


def _format_answer(answer: Answer, form: QueryFormat) -> str:
    if form is QueryFormat.json:
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    if form is QueryFormat.csv:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows([_cell(value) for value in row] for row in answer.rows)
        return text.getvalue()
    table = Table(*answer.columns)
    for row in answer.rows:
        table.add_row(*(Text(_table_cell(value)) for value in row))
    text = io.StringIO()
    width = None if sys.stdout.isatty() else _PLAIN_WIDTH
    Console(file=text, width=width).print(table)
    return text.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _table_cell(value: object) -> str:
    return "、".join(_cell(item) for item in value) if isinstance(value, list) else _cell(value)


def _list_questions(language: Language) -> str:
    from graph.queries import load_question, question_names

    lines: list[str] = []
    for name in question_names():
        question = load_question(name)
        parameters = " ".join(
            f"{p.name}={json.dumps(p.default, ensure_ascii=False)}" for p in question.parameters
        )
        asked = question.zh if language == "zh" else question.en
        lines.append(f"{name}\t{asked}\t{parameters}".rstrip())
    return "\n".join(lines) + "\n"


@app.command()
def query(
    name: Annotated[str | None, typer.Argument(help="问题名 Name of a question, see --list")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", metavar="K=V", help="参数 Parameter")] = None,
    store: StoreUrl = None,
    form: Annotated[
        QueryFormat, typer.Option("--format", help="输出形式 Form of the answer")
    ] = QueryFormat.table,
    cypher: Annotated[str | None, typer.Option("--cypher", help="自己的 Cypher Your own Cypher")] = None,
    list_questions: Annotated[bool, typer.Option("--list", help="列出问题 List the questions")] = False,
    write: Annotated[bool, typer.Option("--write", help="允许写入 Let the Cypher write")] = False,
    lang: Lang = None,
) -> None:
    """向数据库提问 Ask the store a named question or your own Cypher."""
    from graph.queries import ask, ask_cypher
    from graph.stores import open_store

    if list_questions:
        _result(_list_questions(_language(lang)))
        return
    if (name is None) == (cypher is None):
        raise typer.BadParameter("name a question (see --list) or give --cypher TEXT")
    parameters = _parameters(param or [])
    with open_store(_existing_store(store)) as opened:
        if name is not None:
            answer = ask(opened.view(), name, parameters)
        else:
            answer = ask_cypher(opened, cypher or "", parameters, write=write)
    _result(_format_answer(answer, form))


@app.command()
def remove(
    documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT_ID...", help="文档 id Document ids")],
    store: StoreUrl = None,
    lang: Lang = None,
) -> None:
    """移除文档,如同从未读过 Take documents out, as if they had never been read."""
    from extract.gazetteers import shipped_gazetteers
    from extract.identity import Canonicaliser, without_documents
    from graph.ontology import check, load_ontology
    from graph.stores import open_store

    with open_store(_existing_store(store)) as opened, opened.writer() as writer:
        graph = opened.view().graph()
        if set(documents) <= set(graph.run.get("records", {})):
            linked = without_documents(graph, documents, Canonicaliser(shipped_gazetteers()))
            report = writer.replace(check(linked.graph, load_ontology()).graph)
        else:
            # Loaded from a graph.json that zonegraph did not make: there are no records to link anew.
            report = writer.remove_documents(documents)
    _say(message("loaded", _language(lang), **_counts(report)))


@app.command()
def verify(
    graph_file: GraphFile,
    root: Annotated[
        Path | None, typer.Option("--root", help="--no-text 时原文所在 Folder of the inputs, for --no-text")
    ] = None,
    lang: Lang = None,
) -> None:
    """逐条核对证据与原文 Prove that every quotation stands in its document."""
    from extract.reader import read_document
    from graph.verify import verify as check_evidence

    def text_of(document: Node) -> str | None:
        path = (root or graph_file.parent) / str(document.properties.get("path", ""))
        try:
            found = read_document(path, str(document.properties.get("path", "")), _VERIFY_LIMIT_BYTES)
        except InputError:
            return None
        return found.text if found.sha256 == document.properties.get("sha256") else None

    verification = check_evidence(_read_graph(graph_file), text_of)
    if verification.holds:
        _say(message("verified", _language(lang), count=verification.items))
        return
    _say(message("verify_failed", _language(lang), count=len(verification.faults)))
    _result("".join(f"{fault}\n" for fault in verification.faults))
    raise typer.Exit(1)


def _identity_report(folder: Path) -> str:
    """Return the identity scores of both halves of a labelled set, tuning's and the one held out from it."""
    from extract.gazetteers import shipped_gazetteers
    from extract.identity import Canonicaliser
    from extract.identity.evaluation import evaluate_identity

    canonicaliser = Canonicaliser(shipped_gazetteers())
    lines: list[str] = []
    for name, held_out in (("tuning", False), ("held out", True)):
        found = evaluate_identity(folder, held_out=held_out, canonicaliser=canonicaliser)
        rows = [("pairwise", found.pairwise), ("B-cubed", found.bcubed)]
        rows += [(f"B-cubed {kind}", score) for kind, score in found.by_type.items()]
        lines.append(f"{name:24}{'P':>7}{'R':>7}{'F1':>7}{'items':>8}")
        lines += [
            f"{label:24}{score.precision:7.3f}{score.recall:7.3f}{score.f1:7.3f}{score.items:8}"
            for label, score in rows
        ]
        lines.append(f"{'merges across types':24}{found.across_types:7}")
    return "\n".join(lines) + "\n"


@app.command()
def evaluate(
    inputs: Annotated[
        list[Path] | None, typer.Argument(metavar="INPUT...", help="文件或文件夹 Files and folders")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option("--gold", help="标准答案文件夹 Folder of gold graphs, STEM.json")
    ] = None,
    identity: Annotated[
        bool, typer.Option("--identity", help="评测跨文档同一性 Identity across documents; --gold: scenarios")
    ] = False,
    errors: Annotated[int, typer.Option("--errors", min=0, help="每类错误几例 Examples a kind of error")] = 0,
    terms: Terms = None,
    lang: Lang = None,
) -> None:
    """按标准答案评测 Precision, recall and F1 of nodes, edges and indicators against gold graphs."""
    from extract.evaluation import compare, from_graph, read_gold, report

    if identity:
        _result(_identity_report(gold or IDENTITY_SET))
        return
    if gold is None or not inputs:
        raise typer.BadParameter("give --gold DIR and at least one INPUT, or --identity")
    job = Job(inputs, terms, language=_language(lang))
    with _begun(job) as reading:
        gathered = _gather(reading, job.language)
    failures = gathered.failures
    scores = []
    for graph in gathered.graphs:
        (document,) = graph.documents()
        path = gold / f"{Path(str(document.properties['path'])).stem}.json"
        if path.exists():
            scores.append(compare(read_gold(path), from_graph(graph)))
        else:
            failures.append(InputError(f"{document.properties['path']}: no gold graph {path}"))
    _report_failures(failures, _language(lang))
    if not scores:
        raise InputError(f"no input has a gold graph in {gold}; gold STEM.json goes with the input STEM.txt")
    _result(report(str(gold), scores, errors))
    if failures:
        raise typer.Exit(1)


@app.command()
def export(
    graph_file: GraphFile,
    to: Annotated[str, typer.Option("--to", help="graphml, gexf, xlsx, neo4j-admin, cypher")],
    output: Annotated[Path, typer.Option("--output", help="写到哪里 File, for neo4j-admin a folder")],
    lang: Lang = None,
) -> None:
    """导出为其他格式 Export to other formats."""
    from graph.export import export as write_export

    write_export(_read_graph(graph_file), to, output)
    _say(message("exported", _language(lang), path=output))


GraphOption = Annotated[Path, typer.Option("--graph", help="graph.json 文件 The graph.json that is meant")]
NodeId = Annotated[str, typer.Argument(metavar="ID", help="节点 id Node id")]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _decide(
    rows: Sequence[Decision], graph_file: Path, decisions: Path | None, lang: LanguageChoice | None
) -> None:
    """Append decisions to their file; the next build follows them."""
    from extract.identity import append_decisions

    path = decisions or graph_file.parent / "decisions.jsonl"
    append_decisions(path, rows)
    _say(message("decided", _language(lang), path=path))


@app.command()
def explain(
    left: NodeId,
    right: NodeId,
    graph_file: GraphOption = DEFAULT_GRAPH,
    lang: Lang = None,
) -> None:
    """逐项比较两个节点是否同一 Compare two nodes feature by feature: one thing or two."""
    from extract.gazetteers import shipped_gazetteers
    from extract.identity import Canonicaliser
    from extract.identity import explain as identity_explain

    graph = _read_graph(graph_file)
    explanation = identity_explain.explain(graph, left, right, Canonicaliser(shipped_gazetteers()))
    _result("\n".join(identity_explain.in_words(explanation, graph, _language(lang))) + "\n")


@app.command()
def review(
    graph_file: GraphOption = DEFAULT_GRAPH, decisions: DecisionsFile = None, lang: Lang = None
) -> None:
    """逐对审定疑似重复 Decide the open pairs one by one in the terminal."""
    from extract.review import review as review_pairs

    path = decisions or graph_file.parent / "decisions.jsonl"
    console = Console(file=sys.stderr)
    review_pairs(_read_graph(graph_file), path, console, _read_key, _language(lang), _now)


def _read_key() -> str:
    """Return one key: at once on a terminal, else the first character of a line; the end of input quits."""
    if sys.stdin.isatty():
        return typer.getchar()
    return sys.stdin.readline().strip()[:1] or "q"


@app.command()
def merge(
    left: NodeId,
    right: NodeId,
    graph_file: GraphOption = DEFAULT_GRAPH,
    decisions: DecisionsFile = None,
    lang: Lang = None,
) -> None:
    """判定两个节点为同一事物 Decide that two nodes are one thing."""
    from extract.identity import deciding

    _decide([deciding.merge(_read_graph(graph_file), left, right, _now())], graph_file, decisions, lang)


@app.command()
def unmerge(
    node: NodeId,
    other: Annotated[
        str, typer.Argument(metavar="[OTHER_ID]", help="只拆出这一个 Only this id that was merged in")
    ] = "",
    document: Annotated[
        list[str] | None, typer.Option("--document", help="拆出这些文档所说的 What these documents say of it")
    ] = None,
    graph_file: GraphOption = DEFAULT_GRAPH,
    decisions: DecisionsFile = None,
    lang: Lang = None,
) -> None:
    """拆开已合并的节点 Take a merged node apart again."""
    from extract.gazetteers import shipped_gazetteers
    from extract.identity import Canonicaliser, deciding

    canonicaliser = Canonicaliser(shipped_gazetteers())
    rows = deciding.unmerge(_read_graph(graph_file), node, other, document or (), _now(), canonicaliser)
    _decide(rows, graph_file, decisions, lang)


@app.command()
def rename(
    node: NodeId,
    name: Annotated[str, typer.Argument(help="新名称,空为撤回 New name; empty withdraws")],
    graph_file: GraphOption = DEFAULT_GRAPH,
    decisions: DecisionsFile = None,
    lang: Lang = None,
) -> None:
    """给节点定名 Decide a node's name."""
    from extract.identity import deciding

    _decide([deciding.rename(_read_graph(graph_file), node, name, _now())], graph_file, decisions, lang)


@app.command()
def retype(
    node: NodeId,
    node_type: Annotated[str, typer.Argument(metavar="TYPE", help="类型,空为撤回 Type; empty withdraws")],
    graph_file: GraphOption = DEFAULT_GRAPH,
    decisions: DecisionsFile = None,
    lang: Lang = None,
) -> None:
    """给节点定类型 Decide a node's type."""
    from extract.identity import deciding

    _decide([deciding.retype(_read_graph(graph_file), node, node_type, _now())], graph_file, decisions, lang)


@app.command()
def drop(
    node: NodeId,
    undo: Annotated[bool, typer.Option("--undo", help="撤回 Take an earlier drop back")] = False,
    graph_file: GraphOption = DEFAULT_GRAPH,
    decisions: DecisionsFile = None,
    lang: Lang = None,
) -> None:
    """去掉误识的节点 Decide that a node is none and leaves with its relations."""
    from extract.identity import deciding

    row = deciding.keep(node, _now()) if undo else deciding.drop(_read_graph(graph_file), node, _now())
    _decide([row], graph_file, decisions, lang)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD.JSON", help="旧 graph.json The older graph.json")],
    new: Annotated[Path, typer.Argument(metavar="NEW.JSON", help="新 graph.json The newer graph.json")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON As JSON")] = False,
    lang: Lang = None,
) -> None:
    """两次构建之间的变化 What changed between two builds."""
    from extract.changes import compare, in_words
    from graph.ontology import load_ontology

    language = _language(lang)
    changes = compare(_read_graph(old), _read_graph(new))
    if as_json:
        _result(json.dumps(changes.to_json(), ensure_ascii=False, indent=1) + "\n")
        return
    ontology = load_ontology()
    chinese = language == "zh"
    labels = {name: spec.zh if chinese else spec.en for name, spec in ontology.nodes.items()}
    labels |= {name: spec.zh if chinese else spec.en for name, spec in ontology.edges.items()}
    _result("\n".join(in_words(changes, language, labels)) + "\n")


# A graph is a great many small objects without cycles: with Python's own thresholds (700, 10, 10) the search
# for cycles takes a quarter of a build of 300 documents.
_COLLECT_AFTER = (100_000, 50, 100)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; an error is one line, with --debug a stack trace too."""
    gc.set_threshold(*_COLLECT_AFTER)
    debug = "--debug" in arguments
    logging.basicConfig(
        level=logging.DEBUG if debug else logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    try:
        app([argument for argument in arguments if argument != "--debug"], standalone_mode=True)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except ZonegraphError as error:
        if debug:
            raise
        _say(str(error))
        return 1
    except BrokenPipeError:
        # Whoever reads stdout has seen enough, as in `zonegraph query … | head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last resort of a command line: one clear line instead of a trace
        if debug:
            raise
        _say(f"[Z999] {type(error).__name__}: {error}; run again with --debug and report what it shows")
        return 1
    return 0


def main() -> None:
    """Run the command line."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
