"""Finds input files and reads them: .txt, .md and .docx to text with its encoding, title and date."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from charset_normalizer import from_bytes

from extract.annotations import SourceDocument
from extract.furniture import find_furniture
from extract.head import find_published, find_title
from graph.errors import InputError
from graph.model import document_id

SUFFIXES = (".txt", ".md", ".docx")
DEFAULT_LIMIT_BYTES = 20 * 1024 * 1024

# A longer mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 64 * 1024
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")
# Share of ideographs from a legacy set's common half: real Chinese has over 0.9, wrong decodings far less.
_PLAUSIBLE = 0.75
# Legacy encodings: the character set whose common half is asked for, and the last lead byte of that half.
_LEGACY = {"gb18030": ("gb2312", 0xD7), "big5": ("big5", 0xC6)}
# charset-normalizer's measure of disorder (0 to 1) that a text may have at most.
_MESS = 0.1
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {_WORD + "tab": "\t", _WORD + "br": "\n", _WORD + "cr": "\n"}
# Properties say how, not what; a Fallback repeats its Choice for old readers.
_SKIPPED = frozenset(
    [_WORD + name for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr")]
    + ["{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"]
)
# A document.xml that unpacks to more than this many times the limit is a bomb, not a report.
_UNPACKED_TIMES = 10


@dataclass(frozen=True, slots=True)
class Survey:
    """What the INPUTs hold.

    files: files to read, each with its path relative to the INPUT folder ('/'-separated, NFC), for a file
    INPUT its name. failures: faults found on the way. ignored: number of other files in the folders.
    """

    files: tuple[tuple[Path, str], ...]
    failures: tuple[InputError, ...]
    ignored: int


def _is_readable_name(name: str) -> bool:
    """Return whether the name is a document's; hidden files and Word's lock files (~$…) are not."""
    return name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$"))


def _folders(folder: Path, faults: list[InputError]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield the folder and all below it, each once, in sorted order, with its parts relative to the first.

    A link to a folder is followed unless it leads to where the walk goes anyway, so that no loop arises.
    """
    root = folder.resolve()
    visited = {root}
    waiting: list[tuple[Path, tuple[str, ...]]] = [(folder, ())]
    while waiting:
        current, parts = waiting.pop()
        yield current, parts
        try:
            children = sorted(path for path in current.iterdir() if path.is_dir())
        except OSError as error:
            faults.append(InputError(f"{current}: {error.strerror or error}; check the folder's permissions"))
            continue
        for child in reversed(children):
            real = child.resolve()
            if child.name.startswith(".") or real in visited:
                continue
            if child.is_symlink() and (real.is_relative_to(root) or root.is_relative_to(real)):
                continue
            visited.add(real)
            waiting.append((child, (*parts, child.name)))


def _survey_folder(folder: Path, faults: list[InputError]) -> tuple[list[tuple[Path, str]], int]:
    files: list[tuple[Path, str]] = []
    ignored = 0
    before = len(faults)
    for current, parts in _folders(folder, faults):
        try:
            paths = [path for path in current.iterdir() if not path.is_dir()]
        except OSError:  # already reported by the walk
            continue
        wanted = [path for path in paths if _is_readable_name(path.name)]
        ignored += len(paths) - len(wanted)
        files += [(path, unicodedata.normalize("NFC", "/".join((*parts, path.name)))) for path in wanted]
    if not files and len(faults) == before:
        faults.append(InputError(f"{folder}: no {', '.join(SUFFIXES)} file in this folder; name another one"))
    return sorted(files, key=lambda file: (file[1].split("/"), str(file[0]))), ignored


def survey(inputs: Sequence[Path]) -> Survey:
    """Return the files of all INPUTs, folders recursively, each INPUT in sorted order of relative paths.

    inputs: files and folders. What is not there or has an unknown suffix becomes a failure; nothing is read.
    """
    files: list[tuple[Path, str]] = []
    failures: list[InputError] = []
    ignored = 0
    for path in inputs:
        try:
            if path.is_dir():
                found, others = _survey_folder(path, failures)
                files += found
                ignored += others
            elif not (path.exists() or path.is_symlink()):
                failures.append(InputError(f"{path}: not there; check the path"))
            elif not path.name.lower().endswith(SUFFIXES):
                failures.append(
                    InputError(f"{path}: not a {', '.join(SUFFIXES)} file; save it as one of these")
                )
            else:
                files.append((path, unicodedata.normalize("NFC", path.name)))
        except OSError as error:
            failures.append(InputError(f"{path}: {error.strerror or error}; check the path"))
    return Survey(tuple(files), tuple(failures), ignored)


def discover(inputs: Sequence[Path]) -> tuple[tuple[Path, str], ...]:
    """Return the files of all INPUTs with their relative paths; `survey` also tells what is wrong."""
    return survey(inputs).files


def _common_share(text: str, encoding: str, highest_lead: int) -> float:
    """Return which share of a text's ideographs lies in the common half of a legacy character set.

    highest_lead: last lead byte of that half (GB 2312 level 1 ends at row D7, Big5 level 1 at C6).
    """
    ideographs: list[str] = _IDEOGRAPH.findall(text)
    if not ideographs:
        return 0.0
    codes: list[bytes] = [c.encode(encoding, "ignore") for c in ideographs]
    common = sum(1 for code in codes if len(code) == 2 and code[0] <= highest_lead)
    return common / len(ideographs)


def _decode_legacy(data: bytes, where: str) -> tuple[str, str]:
    """Return text and encoding of Chinese bytes that are not Unicode.

    The share of common characters decides where it can, also on texts of a few characters, for which
    charset-normalizer is unsure; it is asked about the rest (such as traditional characters in GB 18030).
    """
    sample = data[:_SAMPLE_BYTES]
    for encoding, (common, highest_lead) in _LEGACY.items():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _common_share(text[:_SAMPLE_BYTES], common, highest_lead) >= _PLAUSIBLE:
            return text, encoding
    best = from_bytes(sample, threshold=_MESS, cp_isolation=list(_LEGACY), enable_fallback=False).best()
    if best is not None and best.encoding in _LEGACY and _IDEOGRAPH.search(str(best)):
        try:
            return data.decode(best.encoding), best.encoding
        except UnicodeDecodeError as error:
            raise InputError(
                f"{where}: damaged {best.encoding} at byte {error.start}; save it again as UTF-8"
            ) from error
    raise InputError(f"{where}: encoding not recognised, or not a text; save it as UTF-8")


def _is_damaged_utf8(data: bytes) -> bool:
    """Return whether all but a few bytes are UTF-8 for Chinese; GBK read as UTF-8 leaves no ideographs."""
    kept = data.decode("utf-8", "ignore")
    lost = len(data) - len(kept.encode("utf-8"))
    return lost <= max(3, len(data) // 50) and 6 * len(_IDEOGRAPH.findall(kept)) > len(data)


def decode(data: bytes, where: str) -> tuple[str, str]:
    """Return the text of these bytes, without its BOM, and the name of the encoding that was found.

    where: what an error names. Raises InputError for binary data and for unknown or damaged encodings.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            name = "utf-8" if encoding == "utf-8-sig" else encoding
            try:
                return data[len(mark) :].decode(name), encoding
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{where}: damaged {name} at byte {len(mark) + error.start}; save it again as UTF-8"
                ) from error
    if b"\0" in data:
        raise InputError(f"{where}: binary data, not a text; leave it out or save it as text")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data):
            raise InputError(
                f"{where}: damaged UTF-8 at byte {error.start}; save it again as UTF-8"
            ) from error
    return _decode_legacy(data, where)


def _pieces(element: Element) -> Iterator[str]:
    """Yield the text under a Word paragraph: links, insertions and text boxes included, deletions not."""
    for child in element:
        if child.tag == _WORD + "t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag not in _SKIPPED:
            if child.tag == _WORD + "p":  # a text box has paragraphs of its own
                yield "\n"
            yield from _pieces(child)


def _blocks(element: Element) -> Iterator[str]:
    """Yield the lines of a Word body or cell in document order: a paragraph each, a table row each."""
    for child in element:
        if child.tag == _WORD + "p":
            yield "".join(_pieces(child))
        elif child.tag == _WORD + "tr":
            yield "\t".join(_blocks(child))
        elif child.tag == _WORD + "tc":
            yield "\n".join(_blocks(child))
        elif child.tag not in _SKIPPED:
            yield from _blocks(child)


def _docx_text(data: bytes, where: str, limit_bytes: int) -> str:
    """Return the text of a Word file: paragraphs and table rows as lines, cells of a row joined by tabs."""
    from docx import Document  # here, because loading it takes longer than reading most inputs

    broken = f"{where}: not a readable .docx; open it in Word and save it again"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist() if info.filename.endswith(".xml")) > (
                _UNPACKED_TIMES * limit_bytes
            ):
                raise InputError(f"{where}: unpacks to over {_UNPACKED_TIMES} times the limit; leave it out")
        body = Document(io.BytesIO(data)).element.body
    except InputError:
        raise
    except Exception as error:  # python-docx, lxml and zipfile raise a dozen types for damaged files
        raise InputError(broken) from error
    return "\n".join(_blocks(body))


def _read_bytes(path: Path, limit_bytes: int) -> bytes:
    try:
        if not path.is_file():  # a broken link, a pipe or a device would fail late or never end
            raise InputError(f"{path}: not a regular file; name the document itself")
        with path.open("rb") as stream:
            data = stream.read(limit_bytes + 1)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; check the file and its permissions") from error
    if len(data) > limit_bytes:
        raise InputError(
            f"{path}: larger than the limit of {limit_bytes:,} bytes; split it or raise the limit"
        )
    return data


def _is_blank(text: str) -> bool:
    return not any(c.isprintable() and not c.isspace() for c in text)


def read_document(path: Path, relative: str, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> SourceDocument:
    """Return the decoded file with its title, publication date and furniture.

    relative: path under which the document is known. Raises InputError for a file that is empty, binary,
    unreadable, damaged, or larger than limit_bytes.
    """
    where = str(path)
    try:
        relative.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"{where!r}: the file's name is not Unicode; rename it") from error
    data = _read_bytes(path, limit_bytes)
    if path.name.lower().endswith(".docx"):
        text, encoding = _docx_text(data, where, limit_bytes) if data else "", "docx"
    else:
        text, encoding = decode(data, where)
    if _is_blank(text):
        raise InputError(f"{where}: empty, no text in it; leave it out")
    if len(_CONTROL.findall(text)) > len(text) // 100:
        raise InputError(f"{where}: binary data, not a text; leave it out or save it as text")
    furniture = find_furniture(text)
    title_span = find_title(text, furniture)
    published, published_span = find_published(text, furniture) or ("", None)
    return SourceDocument(
        id=document_id(relative),
        path=relative,
        text=text,
        encoding=encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        title=text[slice(*title_span)],
        title_span=title_span,
        published=published,
        published_span=published_span,
        furniture=furniture,
    )


def _documents(
    files: Sequence[tuple[Path, str]], limit_bytes: int, failures: list[InputError]
) -> Iterator[SourceDocument]:
    read: dict[str, str] = {}
    for path, relative in files:
        try:
            document = read_document(path, relative, limit_bytes)
        except InputError as error:
            failures.append(error)
            continue
        known = read.setdefault(relative, "")
        if not known:
            read[relative] = document.sha256
            yield document
        elif known != document.sha256:
            failures.append(
                InputError(f"{path}: a different file was read as {relative!r} before; rename one of the two")
            )


def read_all(
    inputs: Sequence[Path], limit_bytes: int = DEFAULT_LIMIT_BYTES
) -> tuple[Iterator[SourceDocument], list[InputError]]:
    """Return the documents of all INPUTs, read one at a time as they are asked for, and the failures.

    The list of failures is complete once the documents are exhausted. The same path with the same bytes is
    read once; with other bytes it is a failure.
    """
    found = survey(inputs)
    failures = list(found.failures)
    return _documents(found.files, limit_bytes, failures), failures
