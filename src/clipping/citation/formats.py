"""What the files that reference managers import, CSL-JSON, RIS and BibTeX, need besides their templates."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from clipping.citation.item import Item

# What readers of CSL-JSON take for formatting. In a headline it is letters; an invisible word joiner keeps it so.
TAG = re.compile(r"<(?=/?(?:[ibu]|su[bp]|sc)>|/?span\b)")
# LaTeX's ten special characters. Braces are named, since BibTeX counts them even after a backslash. All else stays
# UTF-8, which LaTeX has read by default since 2018: some reference managers read commands for letters wrongly.
NAMED = {"~": "asciitilde", "^": "asciicircum", "\\": "backslash", "{": "braceleft", "}": "braceright"}
LATEX = str.maketrans({c: f"\\{c}" for c in "#$%&_"} | {c: f"{{\\text{name}}}" for c, name in NAMED.items()})
# A family name whose small words BibTeX and biber find by themselves; any other is in braces, since they would set a
# space for the hyphen of al-Hakimi and take Gómez de la for small words in Gómez de la Serna.
PLAIN_FAMILY = re.compile("(?:['’]?[a-zß-ÿ][^ -]* )*[^ a-zß-ÿ'’][^ ]*(?: [^ a-zß-ÿ'’][^ ]*)*")
# Not allowed in a web address, and of meaning to BibTeX, which takes addresses as they are.
NOT_IN_ADDRESS = re.compile(r'[\s{}\\"<>^`|]')


def as_csl_json(item: Item) -> str:
    """Return the text of a CSL-JSON file with ``item`` alone."""
    texts = {key: TAG.sub("<\u2060", item[key]) for key in ("title", "abstract") if key in item}
    return json.dumps([{**item, **texts}], ensure_ascii=False, indent=2) + "\n"


def iso_date(item: Item, variable: str) -> str:
    """Return a date of ``item`` (ISO 8601); "" if it has none."""
    return "{:04}-{:02}-{:02}".format(*item[variable]["date-parts"][0]) if variable in item else ""


def in_latex(text: str) -> str:
    """Return ``text`` such that LaTeX prints it unchanged."""
    return text.translate(LATEX)


def bibtex_name(name: Mapping[str, str]) -> str:
    """Return the name of an author for BibTeX; one that is not split is in braces, in which nothing finds an "and"."""
    parts = [in_latex(name[part]) for part in ("family", "suffix", "given", "literal") if part in name]
    return ", ".join((parts[0] if parts[1:] and PLAIN_FAMILY.fullmatch(parts[0]) else f"{{{parts[0]}}}", *parts[1:]))


def bibtex_title(latex: str) -> str:
    """Return a title with each word that has a capital in braces, so that no style changes it.

    It is in two pairs if a command would be first within them.
    """
    words = (f"{{{word}}}" if word[:1] == "\\" else word for word in latex.split(" "))
    return " ".join(f"{{{word}}}" if any(map(str.isupper, word)) else word for word in words)


def bibtex_address(address: str) -> str:
    """Return a web address as LaTeX reads it verbatim, with what could end its field percent-encoded."""
    return NOT_IN_ADDRESS.sub(lambda found: quote(found[0]), address)
