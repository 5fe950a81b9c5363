"""The command line: options, exit codes, dispatch, and one-line errors.

``main`` imports the module of a command only when the command runs, so a build does not need the packages of a
preview. A missing package, or Ctrl-C during the imports, is also reported in one line.
"""

import argparse
import gc
import io
import os
import re
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

from clipping.errors import ClippingError

ROOT = Path(__file__).resolve().parents[2]
#: Exit codes. For bad usage, argparse exits with 2. Shells, too, use 130 after Ctrl-C and 141 after a broken pipe.
FAILED, INTERRUPTED, BROKEN_PIPE = 1, 130, 141
#: A web address with a host, perhaps a port, and a path that needs no escaping in a page.
BASE_URL = re.compile(r"https?://[\w.-]+(:[1-9]\d{0,4})?(/[^\s\x00-\x1f\x7f\ud800-\udfff\"'<>?#]*)?")
#: The commands whose functions are not in build.py. A command's function takes the options and returns text to print.
COMMANDS = {"serve": ("clipping.preview", "serve"), "new": ("clipping.new", "run")}


def main(arguments: list[str] | None = None) -> int:
    """Run the command selected by ``arguments`` (by default ``sys.argv[1:]``); return its exit code.

    Raises ``SystemExit`` as argparse does: with code 2 on bad usage, and with code 0 after ``--help``.
    """
    try:
        if isinstance(sys.stdout, io.TextIOWrapper):  # so that characters it cannot encode are escaped
            sys.stdout.reconfigure(errors="backslashreplace")
        options = _options(arguments)
        # Beautiful Soup imports soupsieve for its CSS selectors. Nothing here uses them, and the import takes 12 ms.
        sys.modules.setdefault("soupsieve", ModuleType("soupsieve"))
        gc.set_threshold(100_000)  # looks for garbage less often, which saves a tenth of the time of a build
        module, function = COMMANDS.get(options.command, ("build", options.command))
        print(getattr(import_module(module), function)(options), flush=True)
        gc.freeze()  # skips the garbage collection at exit, which takes 20 ms
        return 0
    except (ClippingError, argparse.ArgumentTypeError) as error:
        message, status = str(error), FAILED
    except ModuleNotFoundError as error:
        advice = "run make, make saved or make serve once, then source .venv/bin/activate"
        message, status = f"expected the package {error.name} to be installed, found that it is not; {advice}", FAILED
    except KeyboardInterrupt as stop:  # if raised during publishing, it says which site is published
        message, status = f"stopped; {str(stop) or 'the site is unchanged'}", INTERRUPTED
    except OSError as error:
        # Discard buffered output, which Python would otherwise try, and fail, to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if isinstance(error, BrokenPipeError):  # the reader, such as `head`, closed the pipe, which is not an error
            return BROKEN_PIPE
        message, status = str(unusable(error)), FAILED
    print(message, file=sys.stderr)
    return status


def unusable(error: OSError) -> ClippingError:
    """Return ``error`` in the form in which it is reported: one line that names the file."""
    subject = str(error.filename or "the working folder or standard output")
    found = error.strerror or error
    return ClippingError(f"expected to read or write it, found: {found}; fix that and try again", subject)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options, with the name of the selected command as ``command``."""
    parser = argparse.ArgumentParser(description="Build content/ into a website and prove it against the capture.")
    parser.set_defaults(command="build")
    group = parser.add_mutually_exclusive_group()
    for name, purpose in {
        "explain": "print each line of the capture with its role and the reason for it; write nothing",
        "record": "print the record as JSON; write nothing",
        "check": "prove that the published site is byte for byte what a build would make now; write nothing",
    }.items():
        group.add_argument(f"--{name}", dest="command", action="store_const", const=name, help=purpose)
    serve_help = "build, serve on the loopback interface, and rebuild whenever content, templates or code is saved"
    group.add_argument("--serve", nargs="?", type=int, const=8000, metavar="PORT", help=serve_help)
    new_help = "create a content folder from a capture or a saved page (HTML, MHTML, WARC, WACZ); overwrite nothing"
    group.add_argument("--new", nargs=2, type=Path, metavar=("DIR", "FILE"), help=new_help)
    parser.add_argument("--url", help="with --new: the address of the page to use, if the file has several pages")
    root = Path(os.path.relpath(ROOT))
    for name, folder, purpose in (
        ("content", root / "content", "the capture and the editor's files"),
        ("templates", root / "templates", "the templates of the site"),
        ("output", root / "_site", "where to publish the site"),
    ):
        parser.add_argument(f"--{name}", type=Path, default=folder, metavar="DIR", help=f"{purpose} (%(default)s)")
    parser.add_argument("--base-url", type=base_url, metavar="URL", help="the site's address on the web")
    options = parser.parse_args(arguments)
    if options.url and not options.new:
        parser.error("argument --url: allowed only with --new")
    options.command = next((name for name in COMMANDS if getattr(options, name) is not None), options.command)
    return options


def base_url(value: str) -> str:
    """Return the web address ``value`` with a slash at its end; raise ``ArgumentTypeError`` if it is not valid."""
    if not BASE_URL.fullmatch(value):
        raise argparse.ArgumentTypeError(f"expected an address such as https://example.org/peru/, found {value!r}")
    return value if value.endswith("/") else value + "/"
