"""A workbook for offices: a sheet a type and one of edges, each row with sentence, document and date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from graph.model import Edge, Evidence, Graph, Node, PropertyValue
from graph.ontology import Ontology, PropertySpec

# The limits of the format (Excel specifications and limits).
_CELL_CHARACTERS = 32_767
_SHEET_ROWS = 1_048_576
# A text that begins so would be taken for a formula when the sheet is saved as CSV and opened again.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_PROOF_TITLES = ("句子 Sentence", "文档 Document", "日期 Date", "出处数 Evidence", "得分 Score")

Value = PropertyValue | None


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Cell:
    if isinstance(value, tuple):
        value = "; ".join(value)
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_CELL_CHARACTERS]
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA_STARTS)
    return cell


def _sheets(workbook: Workbook, title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write rows to a sheet, and to further ones when they are more than a sheet holds."""
    sheet: WriteOnlyWorksheet | None = None
    for number, row in enumerate(rows):
        if number % (_SHEET_ROWS - 1) == 0:
            part = number // (_SHEET_ROWS - 1)
            sheet = workbook.create_sheet(title if part == 0 else f"{title} {part + 1}")
            sheet.freeze_panes = "A2"
            bold = [_cell(sheet, text) for text in header]
            for cell in bold:
                cell.font = Font(bold=True)
            sheet.append(bold)
        assert sheet is not None
        sheet.append([_cell(sheet, value) for value in row])


def _proof(evidence: tuple[Evidence, ...], documents: Mapping[str, Node]) -> tuple[Value, ...]:
    """Return sentence, document, date, number of items and best score of what proves a row."""
    best = max(evidence, key=lambda item: (item.property is None, item.score))
    document = documents.get(best.document)
    properties = document.properties if document else {}
    text = properties.get("text")
    sentence = text[slice(*best.sentence)] if isinstance(text, str) else best.quote
    title = properties.get("title") or (document.name if document else best.document)
    return sentence, title, properties.get("published"), len(evidence), best.score


def _titles(specs: Mapping[str, PropertySpec]) -> Iterator[str]:
    for spec in specs.values():
        yield f"{spec.zh} {spec.en}" + (f" ({spec.unit})" if spec.unit else "")


def _shown(specs: Mapping[str, PropertySpec]) -> dict[str, PropertySpec]:
    """Return the properties that a sheet shows: a whole document's text is none of them."""
    return {name: spec for name, spec in specs.items() if name != "text"}


def _edge_row(
    edge: Edge, nodes: Mapping[str, Node], ontology: Ontology, documents: Mapping[str, Node]
) -> tuple[Value, ...]:
    head, tail, spec = nodes[edge.source], nodes[edge.target], ontology.edges[edge.type]
    details = "; ".join(
        f"{spec.properties[key].zh}: {value}" for key, value in sorted(edge.properties.items())
    )
    ends = (head.name, ontology.nodes[head.type].zh, spec.zh, tail.name, ontology.nodes[tail.type].zh)
    return (*ends, details, *_proof(edge.evidence, documents), edge.source, edge.type, edge.target, edge.key)


def write_xlsx(graph: Graph, ontology: Ontology, output: Path) -> None:
    """Write the workbook. Texts are never formulas; control characters and over-long texts are cut."""
    workbook = Workbook(write_only=True)
    nodes = {node.id: node for node in graph.nodes}
    documents = {node.id: node for node in graph.documents()}
    for name, spec in ontology.nodes.items():
        shown = _shown(spec.properties)
        header = ("名称 Name", "别名 Aliases", *_titles(shown), *_PROOF_TITLES, "编号 Id")
        rows = (
            (
                node.name,
                node.aliases,
                *(node.properties.get(key) for key in shown),
                *_proof(node.evidence, documents),
                node.id,
            )
            for node in graph.nodes
            if node.type == name
        )
        _sheets(workbook, f"{spec.zh} {spec.en}", header, rows)
    ends = ("起点 Source", "类型 Type", "关系 Relation", "终点 Target", "类型 Type", "说明 Details")
    header = (*ends, *_PROOF_TITLES, "起点编号 Source id", "关系 Relation", "终点编号 Target id", "键 Key")
    edges = (_edge_row(edge, nodes, ontology, documents) for edge in graph.edges)
    _sheets(workbook, "关系 Edges", header, edges)
    if not workbook.worksheets:
        workbook.create_sheet("关系 Edges")
    workbook.save(output)
