"""Escapes for JSON, Markdown and BibTeX; templates escape HTML and XML themselves."""

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec

#: Characters that are markup in Markdown: anywhere in a line, or only at its start (CommonMark 0.31, sections 2 to 6).
INLINE = re.compile(r"[\\`*_\[\]~|]")
AT_START = re.compile(r"^(?:(\d{1,9})(?=[.)])|(?=[-+=#]))")
#: LaTeX's ten special characters. Braces need named commands, since BibTeX counts them even after a backslash. All else
#: stays UTF-8, LaTeX's default since 2018, because some reference managers misread commands for letters.
LATEX = str.maketrans({c: f"\\{c}" for c in "#$%&_"} | {
    "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}",
})  # fmt: skip
#: A family name that BibTeX and biber split correctly into particles and name. They get others wrong: they would print
#: al-Hakimi without its hyphen, and take the first three words of Gómez de la Serna for particles.
PLAIN_FAMILY = re.compile("(?:['’]?[a-zß-ÿ][^ -]* )*[^ a-zß-ÿ'’][^ ]*(?: [^ a-zß-ÿ'’][^ ]*)*")


def as_json_text(value: Any) -> str:
    """Return ``value`` as JSON (RFC 8259), indented to two levels; no characters are escaped needlessly.

    Anything nested more deeply, such as the fields of a paragraph, is on one line.
    """
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    # Remove the line ends within the third level. No string contains a line end.
    return re.sub(r"\n {6,}|\n {4}(?=[]}])", "", re.sub(r",\n {6,}", ", ", text))


def in_markdown(text: str) -> str:
    """Return ``text`` escaped so that Markdown shows it unchanged, as one paragraph without markup."""
    return AT_START.sub(r"\1\\", html.escape(INLINE.sub(r"\\\g<0>", " ".join(text.split())), quote=False))


def note_in_markdown(text: str) -> str:
    """Return the Markdown of a note for use below a heading of level 3 in the article's Markdown.

    As on the pages, HTML is shown as plain text and fences do not start code blocks. Headings move down three levels,
    and links within the page lead to the notes page.
    """
    text = re.sub(r"<(?!(?:https?://|mailto:)[^\s<>]*>)", "&lt;", text.strip())
    text = re.sub(r"(?m)^( *)(`{3,}|~{3,})", r"\1\\\2", text)
    text = re.sub(r"(?m)^( {0,3})(#{1,6})(?=\s)", lambda found: f"{found[1]}{(found[2] + '###')[:6]}", text)
    return text.replace("](#", "](notes.html#")


def in_latex(text: str) -> str:
    """Return ``text`` escaped for LaTeX."""
    return text.translate(LATEX)


def bibtex_name(name: Mapping[str, str]) -> str:
    """Return an author's name for BibTeX, with braces around an unsplit name or a family name that it would misread."""
    first, *others = [in_latex(name[part]) for part in ("family", "suffix", "given", "literal") if part in name]
    plain = others and PLAIN_FAMILY.fullmatch(first)
    # In braces, the word "and" does not separate two authors.
    return ", ".join((first if plain else f"{{{first}}}", *others))


def bibtex_title(latex: str) -> str:
    """Return a title, already in LaTeX, with braces around each word that has a capital, so that no style changes it.

    If such a word starts with a command, it gets two pairs of braces: BibTeX would change its case inside one pair.
    """
    words = (f"{{{word}}}" if word[:1] == "\\" else word for word in latex.split(" "))
    return " ".join(f"{{{word}}}" if any(map(str.isupper, word)) else word for word in words)


def safe_address(address: str) -> str:
    """Return a web address in which the characters that no URI contains (RFC 3986, section 2) are percent-encoded."""
    return quote(address, safe="!#$%&'()*+,/:;=?@~")
