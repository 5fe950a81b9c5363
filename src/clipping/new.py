"""A new content folder from a capture: what ``build.py --new DIR FILE`` does.

The capture is copied byte for byte, and article.toml records its sum, so that a build stops if the copy is ever
changed. Comments list what was found and offer each key that the capture leaves open, so that the folder builds as is.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from clipping.capture import read_capture
from clipping.errors import ClippingError
from clipping.inputs import check_inputs
from clipping.language import language_of
from clipping.parse import parse
from clipping.record import Article

CAPTURE, EDITS = "article.txt", "article.toml"
#: The article.toml to fill in, with {found}, {sha256} and {pins} in it.
TEMPLATE = Path(__file__).with_suffix(".toml")
NEXT = """\
Next: python build.py --content {folder} --explain   shows how each line was read
      edit {folder}/article.toml   to name the publisher and pin what was read wrong
      python build.py --content {folder}   builds the site"""
#: A pin is offered, with this example, for each of these that was not found.
PINS = {"headline": "LINE", "section": "[]", "byline": "[]", "published": "2000-01-31", "updated": "2000-01-31"}


def run(options: Namespace) -> str:
    """Make a content folder from a capture, both named by ``options.new``; return what to do next.

    Raises ``ClippingError`` if the capture can't be taken in, if the folder has a capture or an article.toml
    already (nothing is overwritten), or if it can't be written.
    """
    folder, source = options.new
    check_inputs(source)  # a pipe or a device would never end
    capture = read_capture(source)
    for path in (folder / CAPTURE, folder / EDITS):
        if path.exists() or path.is_symlink():
            message = "expected a folder without content, found this file, which is never overwritten; name another"
            raise ClippingError(message, str(path))
    article = parse(capture)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / CAPTURE).open("xb") as file:  # "x" refuses a file that has been created since that check
            file.write(capture.data)
        with (folder / EDITS).open("x", encoding="utf-8", newline="\n") as text:
            text.write(edits_for(article))
    except OSError as error:
        message = f"expected to write a content folder, could not ({error.strerror}); name one that can be written"
        raise ClippingError(message, str(folder)) from error
    doubts = "".join(f"First settle this: {doubt.message}\n" for doubt in article.doubts)
    return f"{folder}: made {CAPTURE}, byte for byte, and {EDITS}\n{doubts}{NEXT.format(folder=folder)}"


def edits_for(article: Article) -> str:
    """Return the text of an article.toml for ``article``: findings as comments, open keys commented out."""
    dates = (date and f"{date.date}, printed as “{date.as_printed}”" for date in (article.published, article.updated))
    found = {
        "headline": article.headline,
        "section": " > ".join(article.section),
        "byline": ", ".join(article.byline),
        **dict(zip(("published", "updated"), dates, strict=True)),
        "standfirst": (article.standfirst or "").replace("\n", " / "),
        "language": f"{language_of(article)}, by its commonest words; pages name it once you have set it below",
        "photographs": str(len(article.captions)),
        "paragraphs": str(len(article.paragraphs)),
    }
    return TEMPLATE.read_text(encoding="utf-8").format(
        found="\n".join(f"#   {name}: {value or 'not found'}" for name, value in found.items()),
        sha256=article.capture.sha256,
        pins="\n".join(f"# {name} = {example}" for name, example in PINS.items() if not found[name]),
    )
