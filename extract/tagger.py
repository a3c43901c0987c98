"""Tags zones, companies, projects … with a linear-chain CRF: scores, decoding, span probabilities.

Lafferty, McCallum, Pereira: Conditional Random Fields (ICML 2001). Weights are learned in extract/train.py.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from extract import features
from extract.annotations import AnalysedText, Mention, Vote, Word
from extract.features import Hashes, Lexicons
from extract.gazetteers import Gazetteers
from graph.errors import ResourceError

MODEL = Path(__file__).parent / "data" / "model" / "tagger.model"

TYPES = ("Zone", "Company", "Project", "Leader", "Policy", "Organization", "Place", "Industry")
# O, then B- and I- of each type: label 2k + 1 begins type k, label 2k + 2 continues it.
LABELS = ("O", *(f"{position}-{kind}" for kind in TYPES for position in "BI"))

Floats = npt.NDArray[np.float32]

_BATCH = 128  # sequences
_CELLS = 1 << 16  # characters of a batch, padding included: bounds memory when one line is very long
_LONGEST = 1000  # characters of a sequence; a longer line without a full stop is cut
_BLOCK = 40_000  # characters of a text that are scored at once: bounds memory on very long documents


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained chain. keys: sorted feature hashes; rows: weights of each, shape (keys, labels).

    transitions: from label to label. metadata: how it was trained; `features` is the feature version.
    """

    keys: Hashes
    rows: Floats
    transitions: Floats
    metadata: Mapping[str, Any]

    def save(self, path: Path) -> None:
        """Write the model: the same weights give the same bytes."""
        with path.open("wb") as file:
            header = json.dumps(dict(self.metadata), ensure_ascii=False, sort_keys=True).encode("utf-8")
            np.save(file, np.frombuffer(header, np.uint8))
            np.save(file, self.keys)
            nonzero = self.rows != 0
            np.save(file, np.packbits(nonzero, axis=None))
            np.save(file, self.rows[nonzero].astype(np.float16))
            np.save(file, self.transitions)

    @staticmethod
    def load(path: Path) -> Weights:
        """Read a model; raises ResourceError when it is missing, broken or made for other features."""
        try:
            with path.open("rb") as file:
                header = np.load(file)
                keys = np.load(file)
                bits = np.load(file)
                values = np.load(file)
                transitions = np.load(file)
            metadata = json.loads(header.tobytes().decode("utf-8"))
        except (OSError, ValueError, EOFError) as error:
            raise ResourceError(
                f"model {path} cannot be read ({error}); reinstall or run `make train`"
            ) from error
        if metadata.get("features") != features.VERSION or metadata.get("labels") != list(LABELS):
            raise ResourceError(
                f"model {path} was trained for features version {metadata.get('features')}, this program has "
                f"version {features.VERSION}; run `make train`"
            )
        rows = np.zeros((len(keys), len(LABELS)), np.float32)
        nonzero = np.unpackbits(bits, count=rows.size).astype(bool).reshape(rows.shape)
        rows[nonzero] = values
        return Weights(keys, rows, transitions, metadata)


class FeatureTable:
    """Maps feature hashes to rows of weights: an open table of twice the size, looked up as whole arrays."""

    __slots__ = ("_keys", "_mask", "_rows")

    def __init__(self, keys: Hashes) -> None:
        size = 1 << max(4, (4 * len(keys)).bit_length())
        self._mask = np.uint64(size - 1)
        self._keys = np.zeros(size, np.uint64)
        self._rows = np.zeros(size, np.int32)  # 0: unknown; row r of the weights is r + 1 here
        waiting = np.arange(len(keys))
        slots = keys & self._mask
        while len(waiting):
            free = self._rows[slots] == 0
            _, first = np.unique(slots[free], return_index=True)
            chosen = np.flatnonzero(free)[first]
            self._rows[slots[chosen]] = waiting[chosen] + 1
            self._keys[slots[chosen]] = keys[waiting[chosen]]
            left = np.ones(len(waiting), bool)
            left[chosen] = False
            waiting = waiting[left]
            slots = (slots[left] + np.uint64(1)) & self._mask

    def rows_of(self, hashes: Hashes) -> npt.NDArray[np.int32]:
        """Return for each hash its row + 1, or 0 when no feature has it."""
        flat = hashes.ravel()
        slots = flat & self._mask
        rows = self._rows[slots]
        wrong = np.flatnonzero((rows != 0) & (self._keys[slots] != flat))
        while len(wrong):
            moved = (slots[wrong] + np.uint64(1)) & self._mask
            slots[wrong] = moved
            rows[wrong] = self._rows[moved]
            wrong = wrong[(rows[wrong] != 0) & (self._keys[moved] != flat[wrong])]
        result: npt.NDArray[np.int32] = rows.reshape(hashes.shape)
        return result


def sequences(analysed: AnalysedText) -> list[tuple[int, int]]:
    """Return the spans that are tagged, each on its own: sentences without page furniture, long ones cut."""
    spans: list[tuple[int, int]] = []
    for start, end in analysed.sentences:
        position = start
        for left, right in analysed.furniture:
            if right <= position or left >= end:
                continue
            if left > position:
                spans.append((position, left))
            position = max(position, right)
        if position < end:
            spans.append((position, end))
    return [piece for start, end in spans for piece in _cut(analysed.text, start, end)]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a span in pieces that are not too long, cut behind a comma where there is one."""
    while end - start > _LONGEST:
        stop = start + _LONGEST
        comma = max(text.rfind(mark, start + _LONGEST // 2, stop) for mark in ",，;；、 ")
        stop = comma + 1 if comma > 0 else stop
        yield start, stop
        start = stop
    yield start, end


@dataclass(frozen=True, slots=True)
class Lattice:
    """Label probabilities of a batch of sequences, time first (scaled forward-backward, Rabiner 1989).

    local: exp of the emissions up to a factor per position; forward: normalised per position; backward:
    scaled by the same factors, so that forward × backward is the marginal; all of shape (time, sequences,
    labels). scale: those factors; valid: false on the padding behind a sequence; both (time, sequences).
    """

    local: Floats
    forward: Floats
    backward: Floats
    scale: Floats
    valid: npt.NDArray[np.bool_]


def forward_backward(emissions: Floats, step: Floats, valid: npt.NDArray[np.bool_]) -> Lattice:
    """Return the lattice of a batch.

    emissions: label scores, shape (time, sequences, labels). step: exp of the transitions, shape (labels,
    labels). valid: which positions are no padding, shape (time, sequences).
    """
    local = np.exp(emissions - emissions.max(axis=2, keepdims=True))
    forward = np.empty_like(local)
    scale = np.ones(valid.shape, np.float32)
    running = local[0]
    for time in range(len(local)):
        if time:
            running = (forward[time - 1] @ step) * local[time]
        total = running.sum(axis=1)
        scale[time] = np.where(valid[time], total, 1.0)
        forward[time] = running / total[:, None]
    backward = np.ones_like(local)
    behind = step.T.copy()
    for time in range(len(local) - 2, -1, -1):
        ahead = (local[time + 1] * backward[time + 1] / scale[time + 1][:, None]) @ behind
        backward[time] = np.where(valid[time + 1][:, None], ahead, 1.0)
    return Lattice(local, forward, backward, scale, valid)


def _batches(
    spans: Sequence[tuple[int, int]],
) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Yield starts and lengths of sequences, longest first, so that a batch has little padding."""
    order = sorted(range(len(spans)), key=lambda i: (spans[i][0] - spans[i][1], i))
    at = 0
    while at < len(order):
        start, end = spans[order[at]]
        size = max(1, min(_BATCH, _CELLS // (end - start)))
        chosen = [spans[i] for i in order[at : at + size]]
        at += size
        starts = np.array([start for start, _ in chosen], np.int64)
        ends = np.array([end for _, end in chosen], np.int64)
        yield starts, ends - starts


class Chain:
    """Scores a document's characters and finds the probable spans."""

    __slots__ = ("_rows", "_step", "_table")

    def __init__(self, weights: Weights) -> None:
        self._table = FeatureTable(weights.keys)
        self._rows = np.concatenate((np.zeros((1, len(LABELS)), np.float32), weights.rows))
        self._step = np.exp(weights.transitions).astype(np.float32)

    def emissions(self, hashes: Hashes) -> Floats:
        """Return label scores per character for hashed features, shape (characters, labels)."""
        scores = np.zeros((len(hashes), len(LABELS)), np.float32)
        rows = self._table.rows_of(hashes)
        for template in range(hashes.shape[1]):
            scores += self._rows[rows[:, template]]
        return scores

    def spans(
        self, emissions: Floats, wanted: Sequence[tuple[int, int]], threshold: float
    ) -> list[tuple[int, int, int, float]]:
        """Return all spans (start, end, type index, probability) that reach the threshold, in text order."""
        found: list[tuple[int, int, int, float]] = []
        for starts, lengths in _batches(wanted):
            found += self._batch_spans(emissions, starts, lengths, threshold)
        return sorted(found)

    def _batch_spans(
        self,
        emissions: Floats,
        starts: npt.NDArray[np.int64],
        lengths: npt.NDArray[np.int64],
        threshold: float,
    ) -> list[tuple[int, int, int, float]]:
        time = np.arange(int(lengths.max()))[:, None]
        positions = np.minimum(starts[None, :] + time, len(emissions) - 1)
        lattice = forward_backward(emissions[positions], self._step, time < lengths[None, :])
        return _grow(lattice, self._step, starts, lengths, threshold)


def _grow(
    lattice: Lattice,
    step: Floats,
    starts: npt.NDArray[np.int64],
    lengths: npt.NDArray[np.int64],
    threshold: float,
) -> list[tuple[int, int, int, float]]:
    """Grow every likely beginning to the right while the mass of its unended spans reaches the threshold.

    A span's probability is exact: all paths with B at its start, I to its end, and no I behind it.
    """
    local, backward, scale = lattice.local, lattice.backward, lattice.scale
    begin = lattice.forward[:, :, 1::2] * backward[:, :, 1::2] * lattice.valid[:, :, None]
    time, row, kind = np.nonzero(begin >= threshold)
    first = time
    label = 2 * kind + 1
    inner = label + 1
    mass = lattice.forward[time, row, label]
    found: list[tuple[int, int, int, float]] = []
    while len(time):
        final = time + 1 >= lengths[row]
        following = np.minimum(time + 1, len(local) - 1)
        tail = local[following, row] * backward[following, row] / scale[following, row][:, None]
        through = step[label, inner] * tail[np.arange(len(tail)), inner]
        leave = np.where(final, 1.0, (step[label] * tail).sum(axis=1) - through)
        probability = mass * leave
        for i in np.flatnonzero(probability >= threshold):
            at = int(starts[row[i]])
            end = at + int(time[i]) + 1
            found.append((at + int(first[i]), end, int(kind[i]), min(1.0, float(probability[i]))))
        grows = ~final & (mass * through >= threshold)
        mass = (mass * step[label, inner] * local[following, row, inner] / scale[following, row])[grows]
        time, first, row, kind, inner = time[grows] + 1, first[grows], row[grows], kind[grows], inner[grows]
        label = inner
    return found


def choose(
    candidates: Sequence[tuple[int, int, int, float]], floor: float
) -> list[tuple[int, int, int, float]]:
    """Return the non-overlapping spans with the greatest sum of (probability − floor), in text order.

    Weighted interval scheduling over candidates; floor trades precision for recall.
    """
    ordered = sorted((c for c in candidates if c[3] > floor), key=lambda c: (c[1], c[0], c[2]))
    ends = [candidate[1] for candidate in ordered]
    best = [0.0]
    taken: list[int | None] = [None]
    for index, (start, _, _, probability) in enumerate(ordered):
        before = bisect_right(ends, start, 0, index)
        gain = best[before] + probability - floor
        better = gain > best[index]
        best.append(gain if better else best[index])
        taken.append(before if better else None)
    result: list[tuple[int, int, int, float]] = []
    index = len(ordered)
    while index:
        before_taken = taken[index]
        if before_taken is None:
            index -= 1
        else:
            result.append(ordered[index - 1])
            index = before_taken
    return result[::-1]


def _blocks(analysed: AnalysedText) -> Iterator[tuple[AnalysedText, int, list[tuple[int, int]]]]:
    """Yield a text in blocks of whole sequences: the block, its offset, its sequences counted from there."""
    wanted = sequences(analysed)
    if wanted and len(analysed.text) <= _BLOCK:
        yield analysed, 0, wanted
        return
    starts = [word.start for word in analysed.words]
    at = 0
    while at < len(wanted):
        first = wanted[at][0]
        stop = at + 1
        while stop < len(wanted) and wanted[stop][1] - first <= _BLOCK:
            stop += 1
        last = wanted[stop - 1][1]
        words = analysed.words[bisect_right(starts, first) - 1 : bisect_left(starts, last)]
        moved = (
            Word(max(word.start, first) - first, min(word.end, last) - first, word.tag) for word in words
        )
        block = AnalysedText(analysed.text[first:last], (), tuple(moved))
        yield block, first, [(start - first, end - first) for start, end in wanted[at:stop]]
        at = stop


class Tagger:
    """The statistical tagger: text in, mentions with probabilities out."""

    __slots__ = ("_chain", "_lexicons", "by")

    def __init__(self, weights: Weights, gazetteers: Gazetteers) -> None:
        self._chain = Chain(weights)
        self._lexicons = Lexicons.of(gazetteers)
        self.by = f"model:crf-{weights.metadata['version']}"

    @staticmethod
    def load(path: Path | None = None, gazetteers: Gazetteers | None = None) -> Tagger:
        """Read a model, the shipped one by default.

        gazetteers: saves reading them again. Raises ResourceError when model or gazetteers do not fit.
        """
        return Tagger(Weights.load(path or MODEL), gazetteers or Gazetteers.load())

    def candidates(self, analysed: AnalysedText, threshold: float = 0.05) -> tuple[Mention, ...]:
        """Return all spans of at least this probability, overlapping ones included, in text order."""
        return tuple(self._mention(span) for span in self._spans(analysed, threshold))

    def tag(self, analysed: AnalysedText) -> tuple[Mention, ...]:
        """Return the best non-overlapping mentions in text order; score is the span's probability."""
        return tuple(self._mention(span) for span in choose(self._spans(analysed, 0.2), 0.4))

    def _spans(self, analysed: AnalysedText, threshold: float) -> list[tuple[int, int, int, float]]:
        found: list[tuple[int, int, int, float]] = []
        for part, offset, wanted in _blocks(analysed):
            emissions = self._chain.emissions(features.features(part, self._lexicons))
            found += [
                (start + offset, end + offset, kind, probability)
                for start, end, kind, probability in self._chain.spans(emissions, wanted, threshold)
            ]
        return found

    def _mention(self, span: tuple[int, int, int, float]) -> Mention:
        start, end, kind, probability = span
        score = round(probability, 4)
        return Mention(start, end, TYPES[kind], self.by, score, (Vote(self.by, TYPES[kind], score),))
