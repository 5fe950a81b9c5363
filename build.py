"""Build the website of one captured news article, and prove it against the capture.

The pipeline reads top to bottom: capture → article → pages → site → findings.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import re
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
STOPPED_WORDS = "stopped; the site is as it was"
sys.path.insert(0, str(HERE / "src"))
if __name__ == "__main__":
    # Ctrl-C may come while the modules below are still being imported.
    show = sys.excepthook
    sys.excepthook = lambda kind, error, trace: (
        print(STOPPED_WORDS, file=sys.stderr) if issubclass(kind, KeyboardInterrupt) else show(kind, error, trace)
    )

from clipping.errors import ClippingError  # noqa: E402 - found through the path above
from clipping.unchanged import fingerprint, proved, remember  # noqa: E402

# Everything else is imported where it is used, so that each command waits for what it needs alone.
if TYPE_CHECKING:
    from clipping.capture import Capture
    from clipping.content.article import Edits
    from clipping.record import Article
    from clipping.site.render import Edition
    from clipping.verify import Finding

DONE, FAULTS, STOPPED, UNHEARD = 0, 1, 130, 141


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks; return 0 when done, 1 on findings or bad content, 2 on bad usage.

    Two more are those of every shell: 130 when Ctrl-C has stopped it, 141 when whoever read the output has left.
    """
    options = _options(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that cannot show a letter is shown its code
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status: int = options.command(options)
        sys.stdout.flush()
    except ClippingError as error:
        print(error, file=sys.stderr)
        return FAULTS
    except ModuleNotFoundError as error:
        if (error.name or "clipping").startswith("clipping"):
            raise
        print(f"expected the package {error.name}, found it is not installed; run: make", file=sys.stderr)
        return FAULTS
    except KeyboardInterrupt:
        print(STOPPED_WORDS, file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # whoever read the output has left, as `head` does, which is no fault and no answer
        _drop_output()
        return UNHEARD
    except OSError as error:
        place = error.filename or "standard output"
        print(f"{place}: expected to use it, found: {error.strerror}; mend that and say this again", file=sys.stderr)
        _drop_output()
        return FAULTS
    return status


def _drop_output() -> None:
    """Drop what is still to be printed, which Python would try again as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def build(options: argparse.Namespace) -> int:
    """Build the site beside the published one, hold it against the capture, and swap it in if it is proved."""
    inputs = (options.content, options.templates, HERE / "src", HERE / "build.py")
    said = f"{options.base_url}"
    mark = fingerprint(inputs, said)
    if count := proved(options.output, mark):
        print(f"{options.output}: nothing has changed since its {count} files were proved")
        return DONE
    edition, pinned = read_edition(options)
    count, findings = publish(edition, pinned, options)
    if findings:
        return _report(findings)
    if fingerprint(inputs, said) == mark:  # else something was saved while this was built
        remember(options.output, mark)
    capture = edition.capture
    print(f"{options.output}: {count} files, checked against all {len(capture.lines)} lines of {capture.file}")
    return DONE


def publish(edition: Edition, pinned: frozenset[int], options: argparse.Namespace) -> tuple[int, tuple[Finding, ...]]:
    """Render, write and prove the site of ``edition``, and swap it in; return the number of files, and the findings."""
    from clipping.publish import check_output, staged, swap_in, with_sums  # noqa: PLC0415 - only a build needs them
    from clipping.site.render import render_site  # noqa: PLC0415
    from clipping.verify import verify_site  # noqa: PLC0415

    check_output(options.output, (options.content, options.templates, HERE / "src"))
    files = with_sums(render_site(edition, options.templates))
    with staged(files, options.output) as stage:
        findings = verify_site(stage, edition.capture, pinned)
        if not findings:
            swap_in(stage, options.output)
    return len(files), findings


def serve(options: argparse.Namespace) -> int:
    """Build, serve on the loopback, and show each change to content, templates or code as it is saved."""
    from clipping import preview  # noqa: PLC0415 - only a preview needs it
    from clipping.site.render import page_renderer  # noqa: PLC0415

    def draft() -> Callable[[str], str | None]:
        return page_renderer(read_edition(options)[0], options.templates)

    gc.enable()  # a server lives long
    folders = ("--content", options.content, "--templates", options.templates, "--output", options.output)
    address = ("--base-url", options.base_url) if options.base_url else ()
    command = (sys.executable, str(HERE / "build.py"), *map(str, folders), *address)
    pipeline = preview.Pipeline(
        draft,
        lambda: publish(*read_edition(options), options)[1],
        watched=(options.content, options.templates),
        code=HERE / "src",
        output=options.output,
        command=command,
    )
    try:
        preview.serve(pipeline, options.serve)
    except KeyboardInterrupt:  # which is how a preview ends
        print("the preview has ended")
    return DONE


def check(options: argparse.Namespace) -> int:
    """Hold the site that is there against the capture; write nothing."""
    from clipping.inputs import check_inputs  # noqa: PLC0415
    from clipping.verify import verify_site  # noqa: PLC0415

    capture, edits, _ = read(options.content)
    if not options.output.is_dir():
        raise ClippingError("expected a built site, found none; build it first", str(options.output))
    check_inputs(options.output)
    findings = verify_site(options.output, capture, edits.pins.furniture)
    if findings:
        return _report(findings)
    print(f"{options.output}: nothing found against {capture.file}")
    return DONE


def record(options: argparse.Namespace) -> int:
    """Print the record as JSON; write nothing."""
    from clipping.record import as_json  # noqa: PLC0415
    from clipping.site.escapes import as_json_text  # noqa: PLC0415

    _, _, article = read(options.content)
    print(as_json_text(as_json(article)))
    return DONE


def explain(options: argparse.Namespace) -> int:
    """Print each line of the capture with what it was read as, and why; write nothing."""
    from clipping.explain import explain as explained  # noqa: PLC0415

    capture, _, article = read(options.content)
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    print(explained(article, capture, colour))
    return DONE


def new(options: argparse.Namespace) -> int:
    """Start a content folder from a capture; never overwrite."""
    from clipping.new import new_content  # noqa: PLC0415

    folder, capture = options.new
    print(new_content(Path(capture), Path(folder)))
    return DONE


def read_edition(options: argparse.Namespace) -> tuple[Edition, frozenset[int]]:
    """Read all that a site is made from, and the lines that the editor pinned as furniture."""
    from clipping.content.mentions import find_mentions  # noqa: PLC0415
    from clipping.content.notes import read_notes  # noqa: PLC0415
    from clipping.content.prose import read_pages  # noqa: PLC0415
    from clipping.inputs import check_inputs  # noqa: PLC0415 - only a build needs them
    from clipping.site.render import Edition  # noqa: PLC0415

    check_inputs(options.templates)
    capture, edits, article = read(options.content)
    for doubt in article.doubts:
        raise ClippingError(doubt.message, capture.file, doubt.line)
    notes = read_notes(options.content / "notes")
    mentions = find_mentions(article, notes)
    pages = read_pages(options.content / "pages")
    edition = Edition(article, capture, notes, mentions, pages, edits.index, options.base_url, edits.sealed)
    return edition, edits.pins.furniture


def read(content: Path) -> tuple[Capture, Edits, Article]:
    """Read the content folder: the capture, what the editor says, and the article they make."""
    from msgspec.structs import replace  # noqa: PLC0415

    from clipping.capture import read_capture  # noqa: PLC0415
    from clipping.content.article import read_edits  # noqa: PLC0415
    from clipping.inputs import check_inputs  # noqa: PLC0415
    from clipping.language import language_of  # noqa: PLC0415
    from clipping.parse import parse  # noqa: PLC0415
    from clipping.quotations import find_quotations  # noqa: PLC0415

    if not content.is_dir():
        raise ClippingError("expected a content folder, found none; give it with --content", str(content))
    check_inputs(content)
    capture = read_capture(content / "article.txt")
    edits = read_edits(content / "article.toml", capture)
    article = replace(parse(capture, edits.pins), source=edits.source)
    quotations = find_quotations(article, edits.corrections, language_of(article), str(content / "article.toml"))
    return capture, edits, replace(article, quotations=quotations)


def _report(findings: tuple[object, ...]) -> int:
    for finding in findings:
        print(finding, file=sys.stderr)
    print(f"{len(findings)} found; the published site is as it was", file=sys.stderr)
    return FAULTS


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build content/ into a website and prove it against the capture.")
    parser.set_defaults(command=build)
    commands = parser.add_mutually_exclusive_group()
    for function in (explain, record, check):
        doc = (function.__doc__ or "").rstrip(".").lower()
        flag = f"--{function.__name__}"
        commands.add_argument(flag, dest="command", action="store_const", const=function, help=doc)
    doc = (serve.__doc__ or "").rstrip(".").lower()
    commands.add_argument("--serve", nargs="?", type=int, const=8000, metavar="PORT", help=doc)
    commands.add_argument("--new", nargs=2, metavar=("DIR", "FILE"), help=(new.__doc__ or "").rstrip(".").lower())
    for name, default, doc in (
        ("content", "content", "what an editor edits"),
        ("templates", "templates", "what the site looks like"),
        ("output", "_site", "where the site goes"),
    ):
        place = Path(os.path.relpath(HERE / default))
        parser.add_argument(f"--{name}", type=Path, default=place, metavar="DIR", help=f"{doc} (default: {default}/)")
    parser.add_argument("--base-url", type=_base_url, metavar="URL", help="where the site will stand on the web")
    options = parser.parse_args(arguments)
    if options.new:
        options.command = new
    if options.serve is not None:
        options.command = serve
    return options


def _base_url(value: str) -> str:
    if not value.startswith(("https://", "http://")) or re.search(r"[\s\x00-\x1f\x7f\"'<>?#]", value):
        raise argparse.ArgumentTypeError(f"expected an address such as https://example.org/peru/, found {value!r}")
    return value if value.endswith("/") else value + "/"


if __name__ == "__main__":
    # A build is over before cleaning up cycles would pay for itself.
    gc.disable()
    # Beautiful Soup brings a compiler of CSS selectors that nothing here uses and that takes longer to import
    # than all the rest of it. Told that it is not there, Beautiful Soup does without.
    sys.modules["soupsieve"] = None  # type: ignore[assignment]
    warnings.filterwarnings("ignore", message="The soupsieve package is not installed")
    sys.exit(main())
