"""Recognisers of photographs: captions known by their words, by a credit beside them, or by being printed twice.

``credits`` reads one line; here the lines around it count. Each recogniser takes the page and what has been
recognised so far, and returns new claims.
"""

from __future__ import annotations

from itertools import pairwise

from clipping.parse.claims import Claim, Claims, Page, has_role
from clipping.parse.credits import read_picture, signs_picture
from clipping.parse.layout import QUOTES
from clipping.parse.vocabulary import key
from clipping.record import Role


def captions(page: Page, claims: Claims) -> Claims:
    """Read captions and credits by their words."""
    found: Claims = {}
    for index, block in enumerate(page):
        if index in claims or not (picture := read_picture(block.plain)):
            continue
        spans = [(*picture.text, "caption")] if picture.text else []
        if picture.credit:
            start, end = picture.credit
            half = (end - start) // 2
            if half > 2 and block.plain[start : start + half] == block.plain[end - half : end]:
                spans += [(start, start + half, "credit"), (end - half, end, "repeat")]
            else:
                spans.append((start, end, "credit"))
        role: Role = "caption" if picture.text else "credit" if spans else "furniture"
        found[index] = Claim(role, picture.reason, tuple(spans))
    return found


def printed_again(page: Page, claims: Claims) -> Claims:
    """Read lines that print the words of a caption: the first one beside it is its alternative text."""
    homes: dict[str, int] = {}
    for index, claim in claims.items():
        if claim.role == "caption":
            spans = claim.spans or ((0, len(page[index].plain), "caption"),)
            text = next(page[index].plain[start:end] for start, end, role in spans if role == "caption")
            homes.setdefault(_bare(text), index)
    found: Claims = {}
    paired: set[int] = set()
    for index, block in enumerate(page if homes else ()):
        home = homes.get(_bare(block.plain))
        if index in claims or home is None:
            continue
        if abs(home - index) <= 2 and home not in paired:
            paired.add(home)
            where = "next line repeats" if index < home else "line before prints"
            words = "a bullet whose" if block.marked else "its"
            found[index] = Claim("alternative", f"{words} words the {where} as a caption")
        else:
            found[index] = Claim("repetition", f"prints the caption of line {page[home].first} again")
    return found


def _bare(text: str) -> str:
    return key(text).strip(" .[]()\"'“”")


def beside_credits(page: Page, claims: Claims) -> Claims:
    """Read the words of a photograph whose credit stands on a line of its own, above or below them."""
    found: Claims = {}
    for index, claim in claims.items():
        for beside in (index - 1, index + 1):
            if claim.role != "credit" or not 0 <= beside < len(page) or beside in claims or beside in found:
                continue
            block = page[beside]
            together = not page[max(index, beside)].gap
            title = not block.ended and 3 <= block.words <= 40 and not block.plain.endswith(":")
            if together or title:
                found[beside] = Claim("caption", "stands beside the credit of a photograph")
                break
    return found


def figures(page: Page, claims: Claims) -> Claims:
    """Read a figure set apart by blank lines: what it shows, and names directly below it.

    Names in capitals without a newspaper's may be the byline below a lead; they count where the byline is known.
    """
    found: Claims = {}
    signed = any(has_role(claim, "byline") for claim in claims.values())
    for index in range(1, len(page)):
        above, block = page[index - 1], page[index]
        if index in claims or index - 1 in claims or block.gap or not above.gap or above.words < 3:
            continue
        alone = index + 1 == len(page) or page[index + 1].gap or index + 1 in claims
        credit = signs_picture(block.plain, signed) if alone and above.plain[0] not in QUOTES else None
        if credit:
            found[index - 1] = Claim("caption", "stands above the names of who took the photograph")
            found[index] = Claim("credit", "names who took the photograph, below what it shows", ((*credit, "credit"),))
    return found


def pairs(page: Page, claims: Claims) -> Claims:
    """Read a short line that is printed twice running: alternative text and caption of one photograph."""
    found: Claims = {}
    for index, (first, second) in enumerate(pairwise(page)):
        taken = index in claims or index in found or index + 1 in claims
        if not taken and first.words > 2 and _bare(first.plain) == _bare(second.plain):
            found[index] = Claim("alternative", "its words the next line repeats as a caption")
            found[index + 1] = Claim("caption", "prints the alternative text of a photograph again")
    return found
