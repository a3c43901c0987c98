"""What was decided about a pair: same, different, unsure or withdrawn; why, and who decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

PERSON = "person"
RULE = "rule"


class Judgement(Enum):
    """The four things that can be said about a pair; NONE withdraws what a person said before."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNSURE = "unsure"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature of a comparison. weight: what it adds to the score. detail: the values it saw, in words."""

    feature: str
    weight: float
    detail: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement on two ids.

    left < right by code point. score: 0 (different) to 1 (same). by: rule or person.
    """

    left: str
    right: str
    judgement: Judgement
    score: float
    reasons: tuple[Reason, ...] = ()
    by: str = RULE

    def order(self) -> tuple[float, str, str]:
        """Return the key of the one order of judgements: the surest first, then by ids."""
        return (-self.score, self.left, self.right)


def pair(left: str, right: str) -> tuple[str, str]:
    """Return two ids in their one order."""
    return (left, right) if left < right else (right, left)
