"""Recognisers of photographs: captions by their words, by their place beside a credit, by being printed twice.

``pictures`` reads one line; here are the lines around it. Each recogniser takes the page and what has been
recognised so far, and returns new claims.
"""

from __future__ import annotations

from clipping.parse.claims import Claim, Claims, Page, first_running, headline_index, holds, signed_at
from clipping.parse.layout import QUOTES, Block
from clipping.parse.pictures import read_picture, signs_picture
from clipping.parse.vocabulary import key

LEAD_WORDS = 16


def photographs(page: Page, claims: Claims) -> Claims:
    """Read captions and credits by their words, and the lines beside them that print the same words."""
    found: Claims = {}
    for index, block in enumerate(page):
        if index in claims:
            continue
        picture = read_picture(block.plain)
        if picture is None:
            continue
        spans = [(*picture.text, "caption")] if picture.text else []
        if picture.credit:
            start, end = picture.credit
            half = (end - start) // 2
            name = block.plain[start : start + half]
            if half > 2 and name == block.plain[start + half : end].strip() and (end - start) % 2 == 0:
                spans += [(start, start + half, "credit"), (start + half, end, "repeat")]
            elif half > 2 and block.plain[start : start + half].strip() == block.plain[end - half : end]:
                spans += [(start, start + half, "credit"), (end - half, end, "repeat")]
            else:
                spans.append((start, end, "credit"))
        if not spans:
            found[index] = Claim("furniture", picture.reason)
        else:
            role = "caption" if picture.text else "credit"
            found[index] = Claim(role, picture.reason, tuple(spans))  # type: ignore[arg-type]
    return {**found, **_same_words(page, {**claims, **found})}


def _caption_text(block: Block, claim: Claim) -> str | None:
    """Return the caption's words in ``block``."""
    if claim.role != "caption":
        return None
    spans = claim.spans or ((0, len(block.plain), "caption"),)
    return next((block.plain[start:end] for start, end, role in spans if role == "caption"), None)


def _same_words(page: Page, claims: Claims) -> Claims:
    """Read lines that print the words of a caption: alternative text before it, else printed again."""
    texts: dict[str, int] = {}
    same: Claims = {}
    for index, claim in claims.items():
        if (text := _caption_text(page[index], claim)) is not None:
            texts.setdefault(_bare(text), index)
    if not texts:
        return same
    with_alternative: set[int] = set()
    for index, block in enumerate(page):
        if len(block.plain) > 700 or index in claims:
            text = _caption_text(block, claims[index]) if index in claims else None
            home = texts.get(_bare(text)) if text else None
            if home is not None and home != index:
                line = page[home].first
                same[index] = Claim("repetition", f"prints the caption of line {line} again")
            continue
        home = texts.get(_bare(block.plain))
        if home is None:
            continue
        if abs(home - index) <= 2 and home not in with_alternative:
            with_alternative.add(home)
            where = "next line repeats" if index < home else "line before prints"
            reason = (
                f"a bullet whose words the {where} as a caption"
                if block.marked
                else f"its words the {where} as a caption"
            )
            same[index] = Claim("alternative", reason)
        else:
            same[index] = Claim("repetition", f"prints the caption of line {page[home].first} again")
    return same


def _bare(text: str) -> str:
    return key(text).strip(" .[]()\"'“”")


def captions_by_place(page: Page, claims: Claims) -> Claims:
    """Read the words of a photograph whose credit stands on a line of its own, above or below them."""
    found: Claims = {}
    for index, claim in claims.items():
        if claim.role != "credit":
            continue
        for place in (index - 1, index + 1):
            if not 0 <= place < len(page) or place in claims or place in found:
                continue
            block = page[place]
            together = not (page[index].gap if place < index else block.gap)
            figure = together or (place < index and _opens_text(page, claims, place))
            title = not block.ended and 3 <= block.words <= 40 and not block.plain.endswith(":")
            if figure or title:
                found[place] = Claim("caption", "stands beside the credit of a photograph")
                break
    again = _same_words(page, {**claims, **found})
    return {**found, **{index: claim for index, claim in again.items() if index not in found and index not in claims}}


def _opens_text(page: Page, claims: Claims, index: int) -> bool:
    """Whether a sentence above a credit stands above all text, between the headline and the byline or below the date.

    Below the date a lead may stand so, too, but seldom one so short; nor if a caption stands below the credit.
    """
    block, top = page[index], headline_index(claims)
    between = range(0 if top is None else top + 1, index)
    if not block.ended or any(place not in claims and page[place].ended for place in between):
        return False
    if holds(claims.get(index + 2, claims[index + 1]), "caption"):
        return False
    if signed_at(claims, (index + 2, index + 3)):
        return top is not None and top < index
    short = block.words < LEAD_WORDS and ". " not in block.plain
    return signed_at(claims, between) and short and first_running(page, claims, index + 2) < len(page)


def figures(page: Page, claims: Claims) -> Claims:
    """Read a figure set apart by blank lines: what it shows, and names directly below it.

    Names in capitals without a newspaper's may be the byline below a lead; they count where the byline is known.
    """
    found: Claims = {}
    signed = any(holds(claim, "byline") for claim in claims.values())
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
    index = 0
    while index + 1 < len(page):
        first, second = page[index], page[index + 1]
        same = index not in claims and index + 1 not in claims and len(first.plain) < 500
        if same and first.words > 2 and _bare(first.plain) == _bare(second.plain):
            found[index] = Claim("alternative", "its words the next line repeats as a caption")
            found[index + 1] = Claim("caption", "prints the alternative text of a photograph again")
            index += 1
        index += 1
    again = _same_words(page, {**claims, **found}) if found else {}
    return {**found, **{place: claim for place, claim in again.items() if place not in found}}
