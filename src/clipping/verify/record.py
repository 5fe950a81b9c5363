"""Checks of the record: what article.json says is what the capture says and what the page shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from bs4 import Tag

from clipping.capture import fold
from clipping.verify.site import ARTICLE, CHECK, QUOTATIONS, RECORD, Finding, Site, difference, start, text_of

#: What may stand in several blocks, of which the first alone has the name for its id.
SEVERAL = ("section", "byline")
#: The element of each kind of block of the text.
ELEMENTS = {"paragraph": "p", "subheading": "h2"}


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
    yield from _paragraphs(site)
    for entry in site.record.get("captions", []):
        for field in ("text", "alt", "credit"):
            if entry[field] is not None:
                yield from _held(site, entry["id"], _span(entry), entry[field], whole=False)
    for field in ("published", "updated"):
        yield from _days(site, field)
    for field, origin in site.record.get("provenance", {}).items():
        if origin["from"] == "capture":
            printed = _printed(site.record.get(field))
            for words in printed:
                yield from _held(site, field, _span(origin), words, whole=False)
            if not printed:
                message = f"{field}: expected the words that it says are printed, found none; build again"
                yield Finding("record-differs", RECORD, message)


def _paragraphs(site: Site) -> Iterator[Finding]:
    """Yield a finding for each block of the text that differs, or is of another kind on the page."""
    for entry in site.record.get("paragraphs", []):
        yield from _held(site, entry["id"], _span(entry), entry["text"], whole=True)
        tag = site.ids[ARTICLE].get(entry["id"])
        if tag and tag.name != ELEMENTS.get(entry["kind"]):
            message = f"{entry['id']}: expected a {entry['kind']}, found <{tag.name}> on the article page; build again"
            yield Finding("record-differs", RECORD, message)


def _days(site: Site, field: str) -> Iterator[Finding]:
    """Yield a finding unless the day of a field of the record is one that its line on the page says."""
    tag, value = site.ids[ARTICLE].get(field), site.record.get(field)
    times = [] if tag is None else [tag] if tag.name == "time" else tag.find_all("time")
    days = [str(time.get("datetime")) for time in times]
    if days and isinstance(value, dict) and value["date"] not in days:
        message = f"{field}: expected {days[0]} as on the article page, found {value['date']}; build again"
        yield Finding("record-differs", RECORD, message)


def _printed(value: Any) -> list[str]:
    """Return the words of a field of the record as a capture prints them: a text, a date or several names."""
    words = value.get("as_printed") if isinstance(value, dict) else value
    return words if isinstance(words, list) else [words] if words else []


def _span(entry: dict[str, Any]) -> range:
    return range(entry["lines"][0], entry["lines"][1] + 1)


def _held(site: Site, name: str, lines: range, text: str, *, whole: bool) -> Iterator[Finding]:
    """Yield a finding unless ``text`` is what ``lines`` say and what the page shows under the id ``name``."""
    expected = site.capture.folded(lines[0], lines[-1])
    holds = expected == text if whole else fold(text) in expected or _in_bullets(text, expected)
    tag = site.ids[ARTICLE].get(name)
    if name == "furniture" or _in_bullets(text, expected):
        shown = True
    elif name in SEVERAL:
        shown = any(fold(text) in block.text for block in site.blocks if set(block.lines) <= set(lines))
    else:
        shown = tag is not None and fold(text) in fold(text_of(tag))
    if not holds:
        yield Finding("record-differs", RECORD, f"{name}: {difference(expected, text)}")
    elif not shown:
        message = f"expected the article page to show {name} as “{start(text)}”, found other words; mend the template"
        yield Finding("record-differs", ARTICLE, message, tag.sourceline if tag else None)


def _in_bullets(text: str, expected: str) -> bool:
    """Return whether ``text`` is several lines that ``expected`` holds one by one, in order."""
    rest = expected
    for line in filter(None, map(fold, text.split("\n"))):
        _, found, rest = rest.partition(line)
        if not found:
            return False
    return "\n" in text


def check_quotations(site: Site) -> Iterator[Finding]:
    """quotation-differs: each quotation's text is at its offsets, at its place in the article and on its page."""
    texts = _texts(site.record)
    entries = {str(tag["data-quotation"]): tag for tag in site.having(QUOTATIONS, "data-quotation")}
    quotations = site.record.get("quotations", [])
    for quotation in quotations:
        name, text = quotation["id"], quotation["text"]
        there = "\n\n".join((texts.get(p["paragraph"]) or "")[p["start"] : p["end"]] for p in quotation["parts"])
        if there != text:
            yield Finding("quotation-differs", RECORD, f"{name}: {difference(text, there)}")
        for page, tag, expected in (
            (ARTICLE, site.ids[ARTICLE].get(name), text.partition("\n\n")[0]),
            (QUOTATIONS, entries.pop(name, None), text),
        ):
            if tag is None:
                yield Finding(
                    "quotation-differs", page, f"expected the quotation {name}, found none; mend the template"
                )
            elif fold(_spaced(tag)) != fold(expected):
                message = f"{name}: {difference(fold(expected), fold(_spaced(tag)))}"
                yield Finding("quotation-differs", page, message, tag.sourceline)
    for name, tag in entries.items():
        message = f"expected a quotation of the record, found {name}; mend the template"
        yield Finding("quotation-differs", QUOTATIONS, message, tag.sourceline)


def check_evidence(site: Site) -> Iterator[Finding]:
    """evidence-differs: what check.html holds a quotation against is the texts and quotations of the record."""
    credits = {f"{entry['id']}-credit": entry["credit"] for entry in site.record.get("captions", [])}
    expected = {name: text for name, text in (_texts(site.record) | credits).items() if text}
    apart = ("title", "term")
    quoted = [
        (entry["id"], entry["speaker"], entry["kind"] if entry["kind"] in apart else "quotation")
        for entry in site.record.get("quotations", [])
    ]
    try:
        found = json.loads(site.ids[CHECK]["evidence"].get_text())
        texts = {name: text for name, _, text in found["texts"]}
        speakers = [(entry["id"], entry["speaker"], entry["said"]) for entry in found["quotations"]]
    except (ValueError, LookupError, TypeError):
        yield Finding("evidence-differs", CHECK, "expected the texts of the article, found none; build again")
        return
    findings = []
    if texts != expected:
        name = next(name for name in {**expected, **texts} if expected.get(name) != texts.get(name))
        message = f"{name}: {difference(expected.get(name, ''), texts.get(name, ''))}"
        findings.append(Finding("evidence-differs", CHECK, message))
    if speakers != quoted:
        message = "expected the speakers of the record, found others; build again"
        findings.append(Finding("evidence-differs", CHECK, message))
    # Against a record that does not hold itself nothing can be held, and its own checks tell of it.
    if findings and not any(check_record(site)) and not any(check_quotations(site)):
        yield from findings


def _texts(record: dict[str, Any]) -> dict[str, str | None]:
    """Return the texts of ``record`` that a quotation can stand in, by their ids."""
    entries = {entry["id"]: entry["text"] for field in ("captions", "paragraphs") for entry in record.get(field, [])}
    return entries | {field: record.get(field) for field in ("headline", "standfirst")}


def _spaced(tag: Tag) -> str:
    """Return the text of ``tag`` with a space between the paragraphs in it."""
    paragraphs = tag.find_all("p")
    return " ".join(text_of(p) for p in paragraphs) if paragraphs else text_of(tag)
