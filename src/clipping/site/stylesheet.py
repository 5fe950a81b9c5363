"""The one stylesheet, made small and cut to what a page needs.

A page is painted when its style is there, so it carries the layers of ``templates/site.css`` that dress something on it
and no others. Which these are, its template says; tests hold that to the elements of the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from clipping.errors import ClippingError


class Stylesheet(Struct, frozen=True):
    """The layers of a stylesheet in their order; ``opening`` is what stands before the first and names that order."""

    file: str
    opening: str
    layers: tuple[tuple[str, str], ...]

    def cut(self, names: Iterable[str]) -> str:
        """Return the stylesheet with the layers of these names only.

        Raises ``ClippingError`` for a name that no layer has.
        """
        wanted, known = set(names), {name for name, _ in self.layers}
        if unknown := sorted(wanted - known):
            raise ClippingError(
                f"expected layers out of {', '.join(sorted(known))}, found a page that asks for “{unknown[0]}”; "
                "write the layer, or mend the block “layers” of the page’s template",
                self.file,
            )
        return self.opening + "".join(rules for name, rules in self.layers if name in wanted)


def read(file: Path) -> Stylesheet:
    """Return the stylesheet in ``file``, made small.

    Raises ``ClippingError`` if there is none that can be read, if it could end the element that it is put into, or if
    a rule stands outside the layers, where no page could leave it out.
    """
    try:
        style = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ClippingError(f"expected the stylesheet, found none that can be read ({error})", str(file)) from error
    if "</" in style:  # it would end the style element early
        raise ClippingError("expected styles only, found “</”; take the markup out", str(file))
    opening, *blocks = re.split(r"(?=@layer [\w-]+{)", small(style))
    layers = tuple((block[len("@layer ") : block.index("{")], block) for block in blocks)
    for text in (re.sub(r"@layer [^{}]*;", "", opening), *(_after_its_end(block) for _, block in layers)):
        if text:
            raise ClippingError(f"expected each rule in a layer, found “{text[:40]}” outside; move it", str(file))
    return Stylesheet(str(file), opening, layers)


def small(style: str) -> str:
    """Return a stylesheet without comments, indentation and line feeds; nothing else of it changes.

    Our stylesheet has no strings with comment marks, braces or runs of spaces in them, which keeps this so short.
    """
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    style = re.sub(r"\s+", " ", style)
    return re.sub(r" ?([{};,>]) ?", r"\1", style).replace(";}", "}").strip()


def _after_its_end(block: str) -> str:
    """Return what follows the brace that closes ``block``."""
    depth = 0
    for brace in re.finditer("[{}]", block):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return block[brace.end() :]
    return ""
