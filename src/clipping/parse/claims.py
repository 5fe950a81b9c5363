"""Claims: the role of a block, the fields within it, and the reason, worded for readers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from clipping.parse.layout import INVISIBLE, Block, Span
from clipping.record import Role, Run

Page = Sequence[Block]


class Claim(NamedTuple):
    """The role of one block, and the reason for it.

    ``spans`` are the fields in ``Block.plain`` as (start, end, role); what is between them is a label. Without spans,
    the whole block has the role; its bullet is then a label unless the block is text or furniture. ``dates`` maps
    fields to the values of their dates, as in ``FoundDate``.
    """

    role: Role
    reason: str
    spans: tuple[Span, ...] = ()
    dates: Mapping[Role, tuple[date, ...]] = {}
    pinned: bool = False


def runs_of(block: Block, claim: Claim) -> tuple[Run, ...]:
    """Split ``block`` into runs by the spans of ``claim``; joined, the runs are its text."""
    whole = claim.role in ("paragraph", "furniture", "repetition", "subheading") and not claim.spans
    if whole or not block.plain:  # nothing but invisible characters
        return (Run(block.text, claim.role),)
    # Spans count the characters of ``plain``, which lacks the bullet and invisible characters.
    printed = [at for at, character in enumerate(block.text) if ord(character) not in INVISIBLE]
    offset = len(block.text.translate(INVISIBLE).rstrip()) - len(block.plain)
    runs: list[Run] = []
    done = 0
    for first, after, role in claim.spans or ((0, len(block.plain), claim.role),):
        start, end = printed[first + offset], printed[after - 1 + offset] + 1
        runs += [Run(block.text[done:start], "label"), Run(block.text[start:end], role)]  # type: ignore[arg-type]
        done = end
    runs.append(Run(block.text[done:], "label"))
    return tuple(run for run in runs if run.text)
