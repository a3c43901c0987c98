"""What Neo4j Browser imports by drag and drop: a style sheet and a bundle of saved scripts.

`python -m graph.browser_kit cypher` writes cypher/style.grass and cypher/browser/saved-scripts.zip.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from graph.cypher_files import cypher_folder, file_names
from graph.ontology import EdgeSpec, NodeSpec, Ontology, load_ontology
from graph.queries import Question, load_question, question_names

STYLE_FILE = "style.grass"
SCRIPTS_FILE = "browser/saved-scripts.zip"
# Folders of the bundle; Browser shows them as folders of saved scripts.
_GRAPHS, _TABLES = "zonegraph 图 graphs", "zonegraph 表 tables"
# Zip files carry a time; the earliest that the format knows makes the bundle the same at every run.
_NO_TIME = (1980, 1, 1, 0, 0, 0)

_PARAMETER = re.compile(r"\$(\w+)")


def _luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2 for a colour in #rrggbb, 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _text_on(colour: str) -> str:
    """Return black or white, whichever has the greater contrast on this colour (WCAG 2)."""
    luminance = _luminance(colour)
    return "#000000" if (luminance + 0.05) ** 2 > 0.05 * 1.05 else "#FFFFFF"


def _darker(colour: str) -> str:
    parts = (int(colour[at : at + 2], 16) * 3 // 4 for at in (1, 3, 5))
    return "#" + "".join(f"{part:02X}" for part in parts)


def _block(selector: str, values: Mapping[str, str]) -> str:
    lines = "".join(f"  {key}: {value};\n" for key, value in values.items())
    return f"{selector} {{\n{lines}}}\n"


def _node_block(name: str, spec: NodeSpec) -> str:
    return _block(
        f"node.{name}",
        {
            "color": spec.colour,
            "border-color": _darker(spec.colour),
            "text-color-internal": _text_on(spec.colour),
            # Larger than on the page: Browser writes the caption inside the circle, on one line if Chinese.
            "diameter": f"{56 + spec.size * 6 // 5}px",
            "caption": '"{name}"',
        },
    )


def _edge_block(name: str, spec: EdgeSpec) -> str:
    # A text without braces is shown as it is: the Chinese name of the relation.
    return _block(
        f"relationship.{name}",
        {
            "color": spec.colour,
            "border-color": _darker(spec.colour),
            "text-color-internal": _text_on(spec.colour),
            "text-color-external": "#333333",
            "shaft-width": "2px",
            "font-size": "11px",
            "padding": "3px",
            "caption": f'"{spec.zh}"',
        },
    )


def style_sheet(ontology: Ontology) -> str:
    """Return the GraSS sheet: colours, sizes, names as captions, relations by their Chinese names."""
    base = _block(
        "node", {"diameter": "80px", "border-width": "2px", "font-size": "12px", "caption": '"{name}"'}
    )
    blocks = [_node_block(name, spec) for name, spec in ontology.nodes.items()]
    blocks += [_edge_block(name, spec) for name, spec in ontology.edges.items()]
    return "\n".join([base, *blocks])


def browser_script(question: Question) -> str:
    """Return a question as a script for Browser: defaults in place of parameters, to be overwritten there."""
    defaults = {parameter.name: parameter.default for parameter in question.parameters}
    literal = {name: json.dumps(value, ensure_ascii=False) for name, value in defaults.items()}
    cypher = _PARAMETER.sub(lambda found: literal[found[1]], question.cypher)
    return f"// {question.zh} {question.en}\n{cypher}\n"


def saved_scripts() -> dict[str, str]:
    """Return the scripts of the bundle by their path in it."""
    scripts = {
        f"{_GRAPHS}/{name}": cypher_folder("browser", name).read_text(encoding="utf-8")
        for name in file_names("browser")
    }
    return scripts | {
        f"{_TABLES}/{name}.cypher": browser_script(load_question(name)) for name in question_names()
    }


def scripts_bundle() -> bytes:
    """Return the zip file that Browser imports, the same bytes for the same scripts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as bundle:
        for path, text in saved_scripts().items():
            bundle.writestr(zipfile.ZipInfo(path, _NO_TIME), text.encode("utf-8"))
    return buffer.getvalue()


def write_browser_kit(folder: Path) -> None:
    """Write style sheet and bundle under this cypher/ folder."""
    (folder / STYLE_FILE).write_text(style_sheet(load_ontology()), encoding="utf-8", newline="\n")
    (folder / SCRIPTS_FILE).write_bytes(scripts_bundle())


if __name__ == "__main__":
    write_browser_kit(Path(sys.argv[1]))
