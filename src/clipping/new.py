"""A new content folder from a capture: what ``build.py --new DIR CAPTURE`` does.

The capture is copied byte for byte, and article.toml holds its sum, so that a build tells if the copy is ever changed.
It says in comments what was found, and has each key that the capture leaves open, commented out, so that the folder
builds as it is.
"""

from __future__ import annotations

from pathlib import Path

from clipping.capture import read_capture
from clipping.errors import ClippingError
from clipping.language import language_of
from clipping.parse import parse
from clipping.record import Article

CAPTURE, EDITS = "article.txt", "article.toml"
KEYS = """\
# language = ""            # such as "en" or "pt-BR"; left out, the rules guess it and pages do not say
# rights = ""              # shown on every page
# rights_why = ""          # how you know
# index = false            # true lets search engines index the site

[source]
# publisher = ""           # who published the article
# place = ""               # where
# url = ""                 # the article's own address
# archived_url = ""        # where an archive keeps it
# why = ""                 # how you know these
# captured = 2000-01-31    # the day on which the capture was made
# captured_with = ""       # the program that made it
# captured_why = ""        # how you know

[pins]                     # where the reading is wrong or the capture is silent; lines count from 1
"""


def new_content(capture_path: Path, folder: Path) -> str:
    """Make the content folder ``folder`` from the capture at ``capture_path``; return what to do next.

    Raises ``ClippingError`` if the capture cannot be taken in, if ``folder`` holds a capture or an
    article.toml already (nothing is overwritten), or if it cannot be written.
    """
    capture = read_capture(capture_path)
    for name in (CAPTURE, EDITS):
        if (folder / name).exists() or (folder / name).is_symlink():
            raise ClippingError(
                "expected a folder without content, found this file, which is never overwritten; name another folder",
                str(folder / name),
            )
    article = parse(capture)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Mode "x" refuses a file that came into being since the look above.
        with (folder / CAPTURE).open("xb") as file:
            file.write(capture.data)
        with (folder / EDITS).open("x", encoding="utf-8", newline="\n") as text:
            text.write(edits_for(article))
    except OSError as error:
        raise ClippingError(
            f"expected to write a content folder, could not ({error.strerror}); name a folder that can be written",
            str(folder),
        ) from error
    return _next_steps(article, folder)


def edits_for(article: Article) -> str:
    """Return the text of an article.toml for ``article``: findings as comments, open keys commented out."""
    found = ["# What the capture says, as it was read; run build.py --explain to see each line.", "#"]
    found += [f"#   {name}: {value}" for name, value in _findings(article)]
    found += [
        "#",
        "# What the capture does not say is for you: fill in what you know, take away the # in front, and say how",
        "# you know it. A key left as it is means: not known.",
    ]
    pins = [f"# {name} = {example}" for name, example, value in _pins(article) if not value]
    pins += ["# furniture = []         # lines that are not the article", "# paragraphs = []        # lines that are"]
    pins += ["# subheadings = []"]
    seal = ["# The sum of article.txt as it was taken in. A build stops if the file is another."]
    seal += [f'capture_sha256 = "{article.capture.sha256}"']
    return "\n".join([*found, "", *seal, "", KEYS + "\n".join(pins), ""])


def _findings(article: Article) -> list[tuple[str, str]]:
    values = [
        ("headline", article.headline),
        ("section", " > ".join(article.section)),
        ("byline", ", ".join(article.byline)),
        ("published", article.published and f"{article.published.date}, printed as “{article.published.as_printed}”"),
        ("updated", article.updated and f"{article.updated.date}, printed as “{article.updated.as_printed}”"),
        ("standfirst", article.standfirst and article.standfirst.replace("\n", " / ")),
        ("language", f"{language_of(article)}, by its commonest words; pages name it once you have said so below"),
        ("photographs", str(len(article.captions))),
        ("paragraphs", str(len(article.paragraphs))),
    ]
    return [(name, value or "not found") for name, value in values]


def _pins(article: Article) -> list[tuple[str, str, object]]:
    return [
        ("headline", "LINE           # the number of a line of article.txt", article.headline),
        ("section", "[]", article.section),
        ("byline", "[]", article.byline),
        ("published", "2000-01-31", article.published),
        ("updated", "2000-01-31", article.updated),
    ]


def _next_steps(article: Article, folder: Path) -> str:
    steps = [f"{folder}: made {CAPTURE}, byte for byte, and {EDITS}"]
    steps += [f"First settle this: {doubt.message}" for doubt in article.doubts]
    steps += [
        f"Next: python build.py --content {folder} --explain   shows how each line was read",
        f"      edit {folder / EDITS}   says who published it, and mends what was read wrong",
        f"      python build.py --content {folder}   builds the site",
    ]
    return "\n".join(steps)
