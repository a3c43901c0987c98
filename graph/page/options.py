"""What a caller may choose about a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]

_TITLES: dict[Language, str] = {"zh": "开发区知识图谱", "en": "Development zone knowledge graph"}


@dataclass(frozen=True, slots=True)
class PageOptions:
    """The choices for one page.

    title: heading and window title; empty for the usual one. language: the language the page opens in (the
    reader can switch). no_text: show the quotes alone, not the sentences around them, and say so on the page.
    zone: name or alias of the one zone that the page shows; None for the whole graph.
    """

    title: str = ""
    language: Language = "zh"
    no_text: bool = False
    zone: str | None = None

    def heading(self) -> str:
        """Return the heading that the page carries."""
        if self.title:
            return self.title
        return f"{self.zone} · {_TITLES[self.language]}" if self.zone else _TITLES[self.language]
