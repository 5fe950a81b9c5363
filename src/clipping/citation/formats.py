"""Dates, names, titles and addresses in the form that the files for reference managers need."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from clipping.citation.item import Item

# LaTeX's ten special characters. Braces need named commands, since BibTeX counts them even after a backslash. All else
# stays UTF-8, LaTeX's default since 2018, because some reference managers misread commands for letters.
LATEX_COMMANDS = {"~": "asciitilde", "^": "asciicircum", "\\": "backslash", "{": "braceleft", "}": "braceright"}
LATEX = str.maketrans({c: f"\\{c}" for c in "#$%&_"} | {c: f"{{\\text{name}}}" for c, name in LATEX_COMMANDS.items()})
# A family name that BibTeX and biber split correctly into particles and name. They would print al-Hakimi without its
# hyphen, and take the first three words of Gómez de la Serna for particles.
PLAIN_FAMILY = re.compile("(?:['’]?[a-zß-ÿ][^ -]* )*[^ a-zß-ÿ'’][^ ]*(?: [^ a-zß-ÿ'’][^ ]*)*")
# Characters that no path or query may contain (RFC 3986, section 3.3), though browsers accept them.
NOT_IN_ADDRESS = re.compile(r"[\s{}\[\]\\\"<>^`|]")


def iso_date(item: Item, variable: str) -> str:
    """Return the date ``variable`` of ``item`` (ISO 8601), or "" if it has none."""
    return "{:04}-{:02}-{:02}".format(*item[variable]["date-parts"][0]) if variable in item else ""


def in_latex(text: str) -> str:
    """Return ``text`` escaped for LaTeX."""
    return text.translate(LATEX)


def bibtex_name(name: Mapping[str, str]) -> str:
    """Return an author's name for BibTeX, with braces around an unsplit name or a family name that it would misread."""
    # In braces, the word "and" does not separate two authors.
    parts = [in_latex(name[part]) for part in ("family", "suffix", "given", "literal") if part in name]
    return ", ".join((parts[0] if parts[1:] and PLAIN_FAMILY.fullmatch(parts[0]) else f"{{{parts[0]}}}", *parts[1:]))


def bibtex_title(latex: str) -> str:
    """Return a title, already in LaTeX, with braces around each word that has a capital, so that no style changes it.

    A word that also starts with a command gets two pairs of braces, since BibTeX would change its case inside one.
    """
    words = (f"{{{word}}}" if word[:1] == "\\" else word for word in latex.split(" "))
    return " ".join(f"{{{word}}}" if any(map(str.isupper, word)) else word for word in words)


def safe_address(address: str) -> str:
    """Return a web address with all characters percent-encoded that BibTeX or Markdown could read as markup."""
    return NOT_IN_ADDRESS.sub(lambda found: quote(found[0]), address)
