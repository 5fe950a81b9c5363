"""Claims: what a block was read as, the fields within it, and the reason that a person would give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from clipping.parse.layout import Block, Span, spans_in_text
from clipping.record import Role, Run

#: The roles of the lines of a photograph.
PICTURE = frozenset(("caption", "credit", "alternative"))


class PrintedDay(NamedTuple):
    """A date of publication or of change as printed: ``values`` is empty for a day that does not exist."""

    field: Role
    as_printed: str
    values: tuple[date, ...]


class Claim(NamedTuple):
    """What one block was read as.

    ``spans`` are the fields in ``Block.plain`` as (start, end, role); what stands between them introduces
    them. Without spans the whole block, its bullet aside, is of ``role``.
    """

    role: Role
    reason: str
    spans: tuple[Span, ...] = ()
    dates: tuple[PrintedDay, ...] = ()
    pinned: bool = False

    @property
    def names_writer(self) -> bool:
        """Whether one of its fields is a byline."""
        return any(role == "byline" for _, _, role in self.spans)


Claims = dict[int, Claim]
Page = Sequence[Block]


def runs_of(block: Block, claim: Claim) -> tuple[Run, ...]:
    """Return the runs of ``block``; joined, they are its text."""
    whole = claim.role in ("paragraph", "furniture", "repetition", "subheading") and not claim.spans
    if whole or not block.plain:
        return (Run(block.text, claim.role),)
    spans = spans_in_text(block, list(claim.spans) or [(0, len(block.plain), claim.role)])
    runs: list[Run] = []
    done = 0
    for start, end, role in [*spans, (len(block.text), len(block.text), "")]:
        if start > done:
            runs.append(Run(block.text[done:start], "label"))
        if end > start:
            runs.append(Run(block.text[start:end], role))  # type: ignore[arg-type]
        done = end
    return tuple(runs)
