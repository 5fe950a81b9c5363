"""The command line: options, exit codes, one dispatch, and every error in one line.

The module of a command is imported when the command is asked for: a preview needs packages that a build does without,
and Ctrl-C or a missing package is then reported in one line during the imports, too.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import re
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from clipping.errors import ClippingError

ROOT = Path(__file__).resolve().parents[2]
#: Exit codes beside 0. argparse adds 2 for bad usage; the last two are every shell's for Ctrl-C and for a closed pipe.
FAILED, INTERRUPTED, BROKEN_PIPE = 1, 130, 141
#: The module and function of each command that is not in ``build``. It takes the options and returns a text to print.
COMMANDS = {"serve": ("clipping.preview", "serve"), "new": ("clipping.new", "run")}


def main(arguments: list[str] | None = None) -> int:
    """Run the command in ``arguments`` (by default those of this process); return its exit code.

    Raises ``SystemExit`` as argparse does: with 2 on bad usage, with 0 after ``--help``.
    """
    try:
        if sys.stdout is None:
            raise ClippingError("expected it open, found it closed; send it to /dev/null instead", "standard output")
        if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that lacks a letter shows its code
            sys.stdout.reconfigure(errors="backslashreplace")
        options = _options(arguments)
        # A build keeps nearly all that it makes; looking for garbage as often as usual would take 30 ms.
        gc.set_threshold(100_000)
        # Beautiful Soup imports a compiler of CSS selectors, which nothing here uses and which would take 50 ms.
        sys.modules.setdefault("soupsieve", ModuleType("soupsieve"))
        module, function = COMMANDS.get(options.command, ("build", options.command))
        print(getattr(import_module(module), function)(options), flush=True)
        gc.freeze()  # else Python, as it ends, looks for garbage in all that was made, which takes 50 ms
        return 0
    except (ClippingError, argparse.ArgumentTypeError) as error:
        return _failed(str(error))
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] in ("build", "clipping"):
            raise
        advice = "run: make, or for a saved page: make saved, or for a preview: make serve"
        return _failed(f"expected the package {error.name}, found it is not installed; {advice}")
    except KeyboardInterrupt as stop:  # in words, what is published, if that was about to change
        return _failed(f"stopped; {str(stop) or 'the site is as it was'}", INTERRUPTED)
    except BrokenPipeError:  # whoever read the output has left, as `head` does: neither a fault nor an answer
        _drop_output()
        return BROKEN_PIPE
    except OSError as error:
        _drop_output()
        subject = error.filename or "standard output or the working folder"
        return _failed(f"{subject}: expected to use it, found: {error.strerror or error}; fix that and retry")


def _failed(text: str, status: int = FAILED) -> int:
    print(text, file=sys.stderr)
    return status


def _drop_output() -> None:
    """Drop what is still to be printed: Python would try it again as it ends, and fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build content/ into a website and prove it against the capture.")
    parser.set_defaults(command="build")
    commands = parser.add_mutually_exclusive_group()
    for name, does in {
        "explain": "print each line of the capture with what it was read as, and why; write nothing",
        "record": "print the record as JSON; write nothing",
        "check": "prove that the site that is there is, byte for byte, what the content makes; write nothing",
    }.items():
        commands.add_argument(f"--{name}", dest="command", action="store_const", const=name, help=does)
    does = "build, serve on the loopback, and show each change to content, templates or code as it is saved"
    commands.add_argument("--serve", nargs="?", type=int, const=8000, metavar="PORT", help=does)
    does = "start a content folder from a capture or a saved page (HTML, MHTML, WARC, WACZ); never overwrite"
    commands.add_argument("--new", nargs=2, type=Path, metavar=("DIR", "FILE"), help=does)
    parser.add_argument("--url", help="with --new: which page of a file with several")
    for name, folder, use in (
        ("content", "content", "what an editor edits"),
        ("templates", "templates", "what the site looks like"),
        ("output", "_site", "where the site goes"),
    ):
        does = f"{use} (%(default)s)"
        parser.add_argument(f"--{name}", type=Path, default=_near(ROOT / folder), metavar="DIR", help=does)
    parser.add_argument("--base-url", type=base_url, metavar="URL", help="where the site will be on the web")
    options = parser.parse_args(arguments)
    if options.url and not options.new:
        parser.error("argument --url: expected with --new")
    options.command = next((name for name in COMMANDS if getattr(options, name) is not None), options.command)
    return options


def _near(folder: Path) -> Path:
    """Return ``folder`` as seen from the working folder; in full if that no longer exists or is on another drive."""
    try:
        return Path(os.path.relpath(folder))
    except (OSError, ValueError):
        return folder


def base_url(value: str) -> str:
    """Return ``value`` with a slash at its end; raises what argparse reports unless it can be the address of a site."""
    try:
        parts = urlsplit(value)
        valid = value.startswith(("https://", "http://")) and parts.hostname and parts.port != 0
    except ValueError:  # an open bracket, a letter that no host may have, a port that is no number
        valid = False
    if not valid or re.search(r"[\s\x00-\x1f\x7f\ud800-\udfff\"'<>?#]", value):
        raise argparse.ArgumentTypeError(f"expected an address such as https://example.org/peru/, found {value!r}")
    return value if value.endswith("/") else value + "/"
