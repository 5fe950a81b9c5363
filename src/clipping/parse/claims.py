"""Claims: what a recogniser read a block as, the fields within it, and the reason that a person would give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from clipping.parse.layout import Block, Span, spans_in_text
from clipping.record import Role, Run

#: The roles of the lines of a photograph.
PICTURE = frozenset(("caption", "credit", "alternative"))
#: The roles of the lines that say who wrote the article and when.
SIGNED = frozenset(("published", "updated", "byline"))


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
    for start, end, role in spans:
        if start > done:
            runs.append(Run(block.text[done:start], "label"))
        runs.append(Run(block.text[start:end], role))  # type: ignore[arg-type]
        done = end
    if done < len(block.text):
        runs.append(Run(block.text[done:], "label"))
    return tuple(runs)


def first_running(page: Page, claims: Claims, start: int = 0) -> int:
    """Return the index of the first block of running text that nothing has claimed, or the page's length."""
    for index in range(start, len(page)):
        claim = claims.get(index)
        if (claim is None or claim.role == "paragraph") and page[index].running:
            return index
    return len(page)


def last_running(page: Page, claims: Claims) -> int:
    """Return the index of the last block of running text that nothing has claimed, or -1."""
    for index in range(len(page) - 1, -1, -1):
        claim = claims.get(index)
        if (claim is None or claim.role == "paragraph") and page[index].running:
            return index
    return -1


def has_role(claim: Claim, role: str) -> bool:
    """Return whether ``claim`` or one of its fields is of ``role``."""
    return claim.role == role or any(span[2] == role for span in claim.spans)


def headline_index(claims: Claims) -> int | None:
    """Return the index of the block with the headline."""
    return next((index for index, claim in claims.items() if has_role(claim, "headline")), None)
