"""Errors that a person can fix, in the form in which every stage reports them."""

from collections.abc import Sequence


class ClippingError(Exception):
    """Something a person can fix, reported in one line: ``file:line: expected …, found …; what to do``.

    ``message`` says what was expected, what was found and what to do about it; ``file`` is the path as the person
    knows it, and ``line`` counts from 1. Either may be ``None``.
    """

    def __init__(self, message: str, file: str | None = None, line: int | None = None) -> None:
        super().__init__(message, file, line)
        self.message, self.file, self.line = message, file, line

    def __str__(self) -> str:
        where = "".join(f"{part}:" for part in (self.file, self.line) if part is not None)
        # A message may quote text that contains line feeds, but an error must be one line.
        return " ".join(f"{where} {self.message}".split())


class Findings(ClippingError):
    """Several errors, each on a line of its own, followed by a line with their number and the ``outcome``."""

    def __init__(self, findings: Sequence[object], outcome: str = "; nothing was published") -> None:
        count = f"{len(findings)} finding{'s' * (len(findings) > 1)}{outcome}"
        super().__init__("\n".join([*map(str, findings), count]))

    def __str__(self) -> str:
        return self.message
