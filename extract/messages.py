"""Interface texts in Chinese and English, from one data file."""

from __future__ import annotations

import locale
from collections.abc import Mapping
from functools import cache
from typing import Literal, cast

from extract.rules import read_data

Language = Literal["zh", "en"]


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    return cast(Mapping[str, Mapping[str, str]], read_data("messages.yaml"))


def default_language() -> Language:
    """Return zh where the user's locale is Chinese, else en."""
    name = locale.getlocale(locale.LC_CTYPE)[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def message(key: str, language: Language, **values: object) -> str:
    """Return the text of a message with its values filled in.

    key: a key of data/messages.yaml.
    """
    return _texts()[key][language].format(**values)
