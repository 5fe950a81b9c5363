"""Checks of the record: what article.json says is what the capture says and what the page shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from clipping.capture import fold
from clipping.verify.site import ARTICLE, RECORD, Finding, Site, difference, start, text_of


def check_record(site: Site) -> Iterator[Finding]:
    """record-differs: article.json tells of this capture, and each text in it is the page's and the capture's."""
    if not site.record:
        yield Finding("record-differs", RECORD, "expected a JSON object, found none; build again")
        return
    digest = hashlib.sha256(site.capture.data).hexdigest()
    facts = site.record.get("capture", {})
    if (facts.get("sha256"), facts.get("bytes")) != (digest, len(site.capture.data)):
        yield Finding("record-differs", RECORD, "expected the record of this capture, found another's; build again")
    for lines, text in site.furniture:
        yield from _held(site, "furniture", lines, text, whole=True)
    for entry in site.record.get("paragraphs", []):
        yield from _held(site, entry["id"], _span(entry), entry["text"], whole=True)
    for entry in site.record.get("captions", []):
        for field in ("text", "alt", "credit"):
            if entry[field] is not None:
                yield from _held(site, entry["id"], _span(entry), entry[field], whole=False)
    origin = site.record.get("provenance", {})
    for field in ("headline", "standfirst", "published", "updated"):
        value = site.record.get(field)
        words = value.get("as_printed") if isinstance(value, dict) else value
        if words is not None and origin.get(field, {}).get("from") == "capture":
            yield from _held(site, field, _span(origin[field]), words, whole=False)


def _span(entry: dict[str, Any]) -> range:
    return range(entry["lines"][0], entry["lines"][1] + 1)


def _held(site: Site, name: str, lines: range, text: str, *, whole: bool) -> Iterator[Finding]:
    """Yield a finding unless ``text`` is what ``lines`` say and what the page shows under the id ``name``."""
    expected = site.capture.folded(lines[0], lines[-1])
    holds = expected == text if whole else fold(text) in expected or _in_bullets(text, expected)
    if not holds:
        yield Finding("record-differs", RECORD, f"{name}: {difference(expected, text)}")
    tag = site.ids[ARTICLE].get(name)
    if (
        name != "furniture"
        and (tag is None or fold(text) not in fold(text_of(tag)))
        and not _in_bullets(text, expected)
    ):
        message = f"expected the article page to show {name} as “{start(text)}”, found other words; mend the template"
        yield Finding("record-differs", ARTICLE, message, tag.sourceline if tag else None)


def _in_bullets(text: str, expected: str) -> bool:
    """Return whether ``text`` is several lines that ``expected`` holds one by one, in order."""
    place = 0
    for line in text.split("\n"):
        found = expected.find(fold(line), place)
        if found < 0 or "\n" not in text:
            return False
        place = found + len(fold(line))
    return True
