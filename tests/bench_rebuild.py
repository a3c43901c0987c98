"""Seconds of a build of 1,000 documents and of building it again with one of them changed.

Documents of about 2,000 characters are put together from real news (real_ in ../shared/train, else samples/),
their companies, people and projects renamed, so that zones recur and most other things do not; with --dense
from made-up training documents, which name twice as many things. Prints wall and processor seconds of whole
`zonegraph build` runs, page included, and whether the second run's files equal a clean build's. Run:
.venv/bin/python tests/bench_rebuild.py [--documents 1000] [--dense]
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.corpus import GoldDocument, parse_document, read_documents

PROJECT = Path(__file__).parents[1]
TRAINING = PROJECT.parent / "shared" / "train" / "docs"
SAMPLES = PROJECT / "samples"
LENGTH = 2_000
_RENAMED = ("Company", "Project", "Leader")
_CHARACTERS = (
    "华东鑫泰恒瑞中科远航金海天元博康宏图盛达凯越明阳长信安新联德润雪龙方正永兴立讯嘉禾旭升佳美益民万和"
)
_CHANGE = "\n  12月3日,铭扬新能源科技有限公司与园区签约,投资3.2亿元建设储能电池项目。\n"


@dataclass(frozen=True, slots=True)
class Run:
    """One build: wall seconds, processor seconds (user and system), largest memory in megabytes."""

    wall: float
    processor: float
    megabytes: float


def _renamed(document: GoldDocument, rng: random.Random) -> str:
    """Return the text of an annotated document, the first two characters of many names made anew."""
    given: dict[str, tuple[str, str]] = {}
    pieces: list[str] = []
    done = 0
    for mention, key in zip(document.mentions, document.ids, strict=True):
        surface = document.text[mention.start : mention.end]
        if mention.type in _RENAMED and len(surface) >= 2:
            old, new = given.setdefault(key, (surface[:2], "".join(rng.sample(_CHARACTERS, 2))))
            if mention.type == "Leader":
                old, new = old[1:], new[1:]
            surface = surface.replace(old, new, 1)
        pieces += [document.text[done : mention.start], surface]
        done = mention.end
    return "".join([*pieces, document.text[done:]])


def _sources(dense: bool) -> Sequence[GoldDocument]:
    """Return what documents are made of: annotated ones, else the samples, which name nothing to rename."""
    if found := read_documents(TRAINING, "w*.txt" if dense else "real_*.txt"):
        return found
    return [
        parse_document(path.stem, path.read_text(encoding="utf-8") + "\n---\n")
        for path in sorted(SAMPLES.glob("*.txt"))
    ]


def _documents(count: int, dense: bool) -> Iterator[str]:
    """Yield the texts of so many documents of about 2,000 characters."""
    rng = random.Random(11)
    sources = _sources(dense)
    for _ in range(count):
        parts: list[str] = []
        while sum(map(len, parts)) < LENGTH * 0.85:
            parts.append(_renamed(rng.choice(sources), rng).strip())
        yield "\n".join(parts)[: LENGTH * 5 // 4] + "\n"


def write_corpus(folder: Path, count: int, *, dense: bool = False) -> int:
    """Write the documents and return how many characters they have."""
    folder.mkdir(parents=True, exist_ok=True)
    characters = 0
    for number, text in enumerate(_documents(count, dense)):
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8", newline="\n")
        characters += len(text)
    return characters


def build(corpus: Path, out: Path) -> Run:
    """Build in a process of its own."""
    command = [sys.executable, "-m", "extract.cli", "build", str(corpus), "--out", str(out)]
    start = time.perf_counter()
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=complaints)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if process.returncode:
            complaints.seek(0)
            sys.exit(complaints.read().decode("utf-8", "replace"))
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _say(name: str, run: Run, first: Run) -> None:
    sys.stdout.write(
        f"{name:24}{run.wall:8.1f} s wall {run.processor:8.1f} s processor {run.megabytes:6.0f} MB"
        f"{run.wall / first.wall:8.1%} {run.processor / first.processor:8.1%}\n"
    )
    sys.stdout.flush()


def main() -> None:
    """Build, build again, change one document and build again; compare with a clean build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--dense", action="store_true")
    asked = parser.parse_args()
    count: int = asked.documents
    with tempfile.TemporaryDirectory() as folder:
        corpus, out, clean = Path(folder, "corpus"), Path(folder, "out"), Path(folder, "clean")
        characters = write_corpus(corpus, count, dense=asked.dense)
        sys.stdout.write(f"{count:,} documents, {characters:,} characters\n")
        first = build(corpus, out)
        _say("first run", first, first)
        _say("nothing changed", build(corpus, out), first)
        changed = corpus / f"{count // 2:04}.txt"
        changed.write_text(changed.read_text(encoding="utf-8") + _CHANGE, encoding="utf-8", newline="\n")
        _say("one document changed", build(corpus, out), first)
        _say("clean build of it", build(corpus, clean), first)
        for name in ("graph.json", "graph.html"):
            same = (out / name).read_bytes() == (clean / name).read_bytes()
            sys.stdout.write(f"{name} {'equals' if same else 'DIFFERS FROM'} the clean build's\n")


if __name__ == "__main__":
    main()
