"""Format citations of a newspaper article in five styles.

With a few exceptions (see ``typography``), each citation is what pandoc prints with the CSL project's style in American
English (tests/citation/test_styles.py).
"""

from collections.abc import Iterator

from clipping.citation.item import Item
from clipping.citation.typography import FIRST_LOWER, ITALIC, QUOTED, filled, join, listed, marked, title_case, typeset
from clipping.names import in_form
from clipping.text import MONTHS, SHORT_MONTHS


class Work:
    """A cited article: the elements of its item as marked text ("" if the item lacks one), and a method for each style.

    ``language`` is the code of the article's language, known or guessed; only English has title case.

    A style's method takes ``para``, the paragraph cited ("para. 3"; "" for the whole article), and returns three marked
    texts: the entry for the list of works cited, the in-text citation, and the first footnote. A text that the style
    does not have is "".
    """

    def __init__(self, item: Item, language: str) -> None:
        self.item, self.authors, self.url = item, item.get("author", ()), item.get("URL", "")
        texts = (marked(item.get(key, "")) for key in ("title", "container-title", "publisher-place"))
        self.plain_title, self.container, self.place = texts
        cased = title_case if language == "en" else lambda text, last_too: text
        # The title of a part is in quotation marks; the title of a whole work is in italics.
        form = QUOTED if self.container else ITALIC
        self.title = filled(form, cased(self.plain_title, form == QUOTED))
        self.newspaper = filled(ITALIC, cased(self.container, False))
        self.newspaper_and_place = join(" ", self.newspaper, filled("({})", self.place))
        self.year = self.date("issued", "Y")
        self.who = listed(self.names("F"), " and ", " et al.", most=2)
        # Most styles give the date of access only if there is no date of publication.
        self.access_variable = "" if self.year else "accessed"

    def date(self, variable: str, pattern: str) -> str:
        """Return a date of the item in ``pattern``: Y is the year, M the month, m its short form in MLA, D the day."""
        if variable not in self.item:
            return ""
        year, month, day = self.item[variable]["date-parts"][0]
        parts = {"Y": year, "M": MONTHS[month - 1], "m": SHORT_MONTHS[month - 1], "D": day}
        return "".join(str(parts.get(letter, letter)) for letter in pattern)

    def names(self, first: str, others: str = "") -> list[str]:
        """Return the authors' names ``in_form``: the first name in ``first``, the others in ``others`` if given."""
        return [in_form(name, others if number and others else first) for number, name in enumerate(self.authors)]

    def apa(self, para: str) -> tuple[str, str, str]:
        """APA, 7th edition. Of more than twenty authors, only the first nineteen and the last are given."""
        names = self.names("F,I,S")
        authors = listed(names, ", & ", f", … {names[-1]}" if names else "", most=20, shown=19)
        title = self.plain_title if self.container else filled(ITALIC, self.plain_title)
        date = f"({self.date('issued', 'Y, M D') or 'n.d.'})"
        entry = join(". ", authors or title, date, title if authors else "", self.newspaper, end=".")
        retrieved = "" if self.year else "Retrieved " + filled("{}, from ", self.date("accessed", "M D, Y"))
        who = listed(self.names("F"), " & ", " et al.", most=2) or self.title
        in_text = filled("({})", join(", ", who, self.year or "n.d.", para))
        return join(" ", entry, filled(retrieved + "{}", self.url)), in_text, ""

    def mla(self, para: str) -> tuple[str, str, str]:
        """MLA, 9th edition."""
        authors = listed(self.names("F,G,S", "GFS"), ", and ", ", et al.", most=2)
        newspaper, day = join(" ", self.newspaper, filled("[{}]", self.place)), self.date("issued", "D m Y")
        accessed = filled("Accessed {}", self.date(self.access_variable, "D m Y"))
        entry = join(". ", authors, self.title, join(", ", newspaper, day, self.url), accessed, end=".")
        return entry, filled("({})", join(", ", self.who or self.title, para.replace("para", "par"))), ""

    def chicago_entry(self, year: str, day: str) -> str:
        """Return the entry for Chicago, 18th edition.

        ``year`` follows the author in author-date style, and is "" in notes style; ``day`` is the rest of the date.
        """
        authors = listed(self.names("B,GV,S", "GFS"), ", and ", ", et al.", most=6, shown=3)
        paper = self.newspaper_and_place
        first, published = authors or paper or self.title, join(", ", paper, day) if authors else day
        title = self.title if first != self.title else ""
        accessed = filled("Accessed {}", self.date(self.access_variable, "M D, Y"))
        return join(". ", first, year, title, published, accessed, self.url, end=".")

    def chicago_notes(self, para: str) -> tuple[str, str, str]:
        """Chicago, 18th edition, notes and bibliography. A note starts with a capital even if it has no authors."""
        names, date = listed(self.names("GFS"), " and ", " et al.", most=2), self.date("issued", "M D, Y") or "n.d."
        accessed = filled("accessed {}", self.date(self.access_variable, "M D, Y"))
        note = join(", ", names, self.title, self.newspaper_and_place, date, para, accessed, self.url, end=".")
        note = note if names else FIRST_LOWER.sub(lambda small: small[0].upper(), note)
        return self.chicago_entry("", date), "", note

    def chicago_author_date(self, para: str) -> tuple[str, str, str]:
        """Chicago, 18th edition, author-date."""
        who = self.who or self.newspaper or self.title
        dated = join(" ", who, self.year) if self.year else join(", ", who, "n.d.")
        entry = self.chicago_entry(self.year or "n.d.", self.date("issued", "M D"))
        return entry, filled("({})", join(", ", dated, para)), ""

    def harvard(self, para: str) -> tuple[str, str, str]:
        """Harvard, as in Cite Them Right, 12th edition."""
        et_al, year = f" {filled(ITALIC, 'et al.')}", self.year or "no date"
        authors = listed(self.names("F,J,S"), " and ", et_al, most=3)
        title = join(", ", filled(QUOTED, self.plain_title), filled(ITALIC, self.container) if authors else "")
        published = join(" ", authors or self.newspaper, f"({year})", title)
        address = filled("Available at: {}", self.url) + filled(" (Accessed: {})", self.date("accessed", "M D, Y"))
        entry = join(". ", join(", ", published, self.date("issued", "D M")), address, end=".")
        who = listed(self.names("F"), " and ", et_al, most=3) or self.newspaper
        return entry, filled("({})", join(", ", who, year, para)), ""


#: The method for each style, by the name and edition shown to readers.
STYLES = {
    "APA, 7th edition": Work.apa,
    "MLA, 9th edition": Work.mla,
    "Chicago, 18th edition (notes)": Work.chicago_notes,
    "Chicago, 18th edition (author-date)": Work.chicago_author_date,
    "Harvard (Cite Them Right, 12th edition)": Work.harvard,
}


def cite(item: Item, language: str, paragraph: int | None) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Yield the name of each style and its citation of ``item``: entry, in-text citation and footnote, all ``typeset``.

    ``language`` is the code of the article's language; ``paragraph`` is the number of the paragraph cited, or ``None``
    for the whole article.
    """
    work, para = Work(item, language), f"para. {paragraph}" if paragraph else ""
    for name, write in STYLES.items():
        yield name, [typeset(text) for text in write(work, para)]
