"""Speed, linearity and memory of the main job up to the graph: `make bench`, or this file with Python.

Prints characters a second of the whole pipeline (file to document graph, one process, warm), the cost of one
document at 1, 4 and 16 times its length, and the largest resident memory of a whole `zonegraph build`.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language

from extract.pipeline import build_nlp, extract_document
from extract.reader import read_document, survey

PROJECT = Path(__file__).parents[1]
SAMPLES = PROJECT / "samples"
SEEDS = PROJECT.parent / "shared" / "seeds"
BODY = SAMPLES / "wuhu_report_2022.txt"


def timed(work: Callable[[], object], repeats: int) -> float:
    """Return the processor seconds of the quickest of some repeats: what else the machine does only adds."""
    best = float("inf")
    for _ in range(repeats):
        gc.collect()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def megabytes(peak_kilobytes: int) -> float:
    """Return a peak of getrusage, which Linux counts in kilobytes, in megabytes."""
    return peak_kilobytes / 1024


def peak() -> float:
    """Return the largest resident memory of this process so far, in megabytes."""
    return megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def say(text: str) -> None:
    """Write one line of the report."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def bench_throughput(nlp: Language, repeats: int) -> None:
    """Print characters a second over samples/ and, where they are, ../shared/seeds."""
    for folder in (SAMPLES, SEEDS):
        if not folder.is_dir():
            say(f"{folder}: not here")
            continue
        files = survey([folder]).files

        def job(files: tuple[tuple[Path, str], ...] = files) -> int:
            return sum(len(extract_document(nlp, read_document(path, name)).nodes) for path, name in files)

        job()
        characters = sum(len(read_document(path, name).text) for path, name in files)
        seconds = timed(job, repeats)
        say(
            f"{folder.name}: {len(files)} documents, {characters:,} characters in {seconds:.2f} s: "
            f"{characters / seconds:,.0f} characters/s"
        )


def bench_linearity(nlp: Language, repeats: int) -> None:
    """Print the cost a character of one document at 1, 4 and 16 times its length."""
    text = (SEEDS / "002_e3c827dfd055a908.txt" if SEEDS.is_dir() else BODY).read_text(encoding="utf-8")
    first = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for times in (1, 4, 16):
            path = Path(folder) / f"{times}.txt"
            path.write_text("\n".join([text] * times), encoding="utf-8")

            def job(path: Path = path) -> object:
                return extract_document(nlp, read_document(path, path.name))

            seconds = timed(job, repeats if times < 16 else 1)
            cost = 1e6 * seconds / (len(text) * times)
            first = first or cost
            say(
                f"{times:2}×: {len(text) * times:8,} characters in {seconds:6.2f} s, {cost:5.1f} µs a "
                f"character, {cost / first:.2f} of 1×"
            )


def bench_build() -> None:
    """Print seconds and largest memory of whole builds in processes of their own."""
    for folder in (SAMPLES, SEEDS):
        if not folder.is_dir():
            continue
        with tempfile.TemporaryDirectory() as out:
            command = [sys.executable, "-m", "extract.cli", "build", str(folder), "--out", out]
            start = time.perf_counter()
            process = subprocess.Popen(
                command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
            assert process.stderr is not None
            complaint = process.stderr.read().decode("utf-8", "replace")
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.perf_counter() - start
        if process.returncode:
            sys.exit(complaint)
        say(f"zonegraph build {folder.name}: {seconds:.1f} s, at most {megabytes(usage.ru_maxrss):.0f} MB")


def main() -> None:
    """Run all benchmarks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=3, help="the quickest of so many is taken")
    repeats = parser.parse_args().repeats
    bench_build()  # first: a child's peak includes what its parent held when it was started
    nlp = build_nlp()
    say(f"pipeline loaded: {peak():.0f} MB")
    bench_throughput(nlp, repeats)
    say(f"after samples and seeds: at most {peak():.0f} MB")
    bench_linearity(nlp, repeats)
    say(f"after the longest document: at most {peak():.0f} MB")


if __name__ == "__main__":
    main()
