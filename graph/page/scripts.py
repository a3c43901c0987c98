"""Joins the page's ES modules into one inline script, and names each inline part by its hash for the CSP."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from graph.errors import RenderError

VIS_NETWORK = "vendor/vis-network-10.1.5.min.js"
_FFLATE = "vendor/fflate-0.8.3.js"
_STYLE = "page.css"
_ENTRY = "main.js"

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([a-z-]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
_SOURCE_MAP = re.compile(r"\n?//# sourceMappingURL=\S+\s*$")
_ENDS_SCRIPT = re.compile(r"</script|<!--", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class InlineParts:
    """The style sheet and the scripts that every page carries, and the policy that lets only these run."""

    style: str
    scripts: tuple[str, ...]
    policy: str


def _asset(name: str) -> str:
    text = resources.files("graph.page").joinpath("assets", *name.split("/")).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


def _scope(name: str, text: str) -> str:
    """Return a module as a function called once, so that no name of it meets a name of another module."""
    exported = ", ".join(match[1] for match in _EXPORT.findall(text))
    body = _IMPORT.sub(r'const \1 = modules["\2"];', text)
    body = _EXPORT.sub(r"\1", body).strip()
    return f'modules["{name}"] = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();'


def _collect(name: str, scopes: dict[str, str]) -> None:
    """Add a module behind all that it imports."""
    if name in scopes:
        return
    text = _asset(f"js/{name}")
    for _, imported in _IMPORT.findall(text):
        _collect(imported, scopes)
    scopes[name] = _scope(name, text)


def bundle_modules() -> str:
    """Return main.js and all modules that it needs as one script.

    The modules are plain ES modules for editors and linters; here each becomes a scope of its own. Imports
    have the form `import { name } from "./module.js";` on one line and make no circle.
    """
    scopes: dict[str, str] = {}
    _collect(_ENTRY, scopes)
    body = "\n".join(scopes.values())
    return f'(() => {{\n"use strict";\nconst modules = {{}};\n{body}\n}})();'


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def inline_parts() -> InlineParts:
    """Return what every page carries inline; the hashes are of the files shipped, never of a page's output.

    Raises RenderError when a shipped script could end its own script element.
    """
    scripts = (_SOURCE_MAP.sub("", _asset(VIS_NETWORK)), _asset(_FFLATE), bundle_modules())
    if any(_ENDS_SCRIPT.search(script) for script in scripts):
        raise RenderError("a script in graph/page/assets holds </script or <!--; write it in another way")
    style = _asset(_STYLE)
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(_hash(script) for script in scripts),
            f"style-src {_hash(style)}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return InlineParts(style, scripts, policy)
