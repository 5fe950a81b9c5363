"""One CSL item → the files that reference managers import: CSL-JSON, RIS and BibTeX."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from clipping.citation.item import Item
from clipping.text import MONTHS

# What readers of CSL-JSON take for formatting. In a headline it is letters; an invisible word joiner keeps it so.
TAG = re.compile(r"<(?=/?(?:[ibu]|su[bp]|sc)>|/?span\b)")
# LaTeX's ten special characters. Braces are named, since BibTeX counts them even after a backslash. All else stays
# UTF-8, which LaTeX has read by default since 2018: some reference managers read commands for letters wrongly.
NAMED = {"~": "asciitilde", "^": "asciicircum", "\\": "backslash", "{": "braceleft", "}": "braceright"}
LATEX = str.maketrans({c: f"\\{c}" for c in "#$%&_"} | {c: f"{{\\text{name}}}" for c, name in NAMED.items()})
# A family name whose small words BibTeX and biber find by themselves; any other is in braces, since they would set a
# space for the hyphen of al-Hakimi and take Gómez de la for small words in Gómez de la Serna.
PLAIN_FAMILY = re.compile("(?:['’]?[a-zß-ÿ][^ -]* )*[^ a-zß-ÿ'’][^ ]*(?: [^ a-zß-ÿ'’][^ ]*)*")
# The names by which biblatex knows languages.
LANGUAGES = {"de": "ngerman", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "nl": "dutch"}
LANGUAGES |= {"ar": "arabic", "pt": "portuguese", "pt-br": "brazilian", "ru": "russian"}
# Not allowed in a web address, and of meaning to BibTeX, which takes addresses as they are.
NOT_IN_ADDRESS = re.compile(r'[\s{}\\"<>^`|]')


def as_csl_json(item: Item) -> str:
    """Return the text of a CSL-JSON file with ``item`` alone."""
    texts = {key: TAG.sub("<\u2060", item[key]) for key in ("title", "abstract") if key in item}
    return json.dumps([{**item, **texts}], ensure_ascii=False, indent=2) + "\n"


def as_ris(item: Item) -> str:
    """Return ``item`` as one RIS record: on each line two letters and a value, which therefore has no line end.

    Lines end in CR LF, as the specification wants it (Thomson ResearchSoft, "RIS Format Specifications"). The tags
    are those from which Zotero imports a newspaper article. A name that is not split has a comma after it, or
    EndNote would look for a family name in it.
    """
    issued, custom = _iso_date(item, "issued"), item.get("custom", {})
    fields = [
        ("TI", item.get("title")),
        *(("AU", ", ".join(name.values()) + "," * ("literal" in name)) for name in item.get("author", ())),
        ("T2", item.get("container-title")),
        ("DA", issued.replace("-", "/")),
        ("PY", issued[:4]),
        ("CY", item.get("publisher-place")),
        ("SE", custom.get("section")),
        ("LA", item.get("language")),
        ("AB", item.get("abstract")),
        ("UR", item.get("URL")),
        ("Y2", _iso_date(item, "accessed").replace("-", "/")),
        ("DB", re.sub(r"^\w+://|[/?#].*$", "", custom.get("archived_url", ""))),
        ("AN", custom.get("archived_url")),
        ("N1", item.get("note")),
    ]
    lines = (f"{tag}  - {value}\r\n" for tag, value in fields if value)
    return f"TY  - NEWS\r\n{''.join(lines)}ER  - \r\n"


def as_bibtex(item: Item) -> str:
    """Return ``item`` as one BibTeX entry that BibTeX, biber and reference managers read alike.

    Each word of the headline that has a capital is in braces, so that no style changes it, and so is a name that is
    not split, so that nothing finds an "and" or comma in it. The address is as it is, since LaTeX reads it verbatim.
    BibTeX's styles print ``month`` and ``year``, so the day is with the macro of the month, which each style prints in
    its way; all others prefer ``date``, which comes after them because Zotero keeps the last.
    """
    latex = {key: value.translate(LATEX) for key, value in item.items() if isinstance(value, str)}
    issued, language = _iso_date(item, "issued"), item.get("language", "").lower()
    fields = {
        "author": " and ".join(map(_as_author, item.get("author", ()))),
        "title": " ".join(map(_with_its_capitals, latex.get("title", "").split(" "))),
        "journal": latex.get("container-title"),
        "entrysubtype": "newspaper",
        "address": latex.get("publisher-place"),
        "year": issued[:4],
        "month": issued and f'{MONTHS[int(issued[5:7]) - 1][:3].lower()} # "~{int(issued[8:])},"',
        "date": issued,
        "langid": LANGUAGES.get(language, LANGUAGES.get(re.split("[-_]", language)[0])),
        "abstract": latex.get("abstract"),
        "url": NOT_IN_ADDRESS.sub(lambda found: quote(found[0]), item.get("URL", "")),
        "urldate": _iso_date(item, "accessed"),
        "note": latex.get("note"),
    }
    lines = (f"  {key} = {value if key == 'month' else f'{{{value}}}'},\n" for key, value in fields.items() if value)
    return f"@article{{{item['id']},\n{''.join(lines)}}}\n"


def _as_author(name: Mapping[str, str]) -> str:
    parts = [name[part].translate(LATEX) for part in ("family", "suffix", "given", "literal") if part in name]
    return ", ".join((parts[0] if parts[1:] and PLAIN_FAMILY.fullmatch(parts[0]) else f"{{{parts[0]}}}", *parts[1:]))


def _with_its_capitals(word: str) -> str:
    """Return ``word`` in braces if it has a capital, in two pairs if a command would be first within them."""
    word = f"{{{word}}}" if word[:1] == "\\" else word
    return f"{{{word}}}" if any(map(str.isupper, word)) else word


def _iso_date(item: Item, variable: str) -> str:
    return "{:04}-{:02}-{:02}".format(*item[variable]["date-parts"][0]) if variable in item else ""
