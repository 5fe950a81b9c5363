"""The preview: a local server that shows each change as it is saved, and then builds the site.

A page is rendered when it is asked for, from the files as they are then: a draft. Once nothing has changed for a
moment, the site is built as ``python build.py`` does it, so nothing is published that was not proved. What stops that
is shown in the browser in place of the pages until the next change; the last proved site stays at ``/-/last/``. Only
the pages that are served contain the reloader; the site on disk never does. Changed code is imported anew, except that
of the preview. All of it is done in one thread, one thing after the other.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import re
import socket
import sys
import time
import traceback
from argparse import Namespace
from importlib import import_module, invalidate_caches
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from watchfiles import awatch

from clipping.cli import ROOT
from clipping.errors import ClippingError

HOST, CODE = "127.0.0.1", ROOT / "src"
PAUSE = 150  # milliseconds without a change, after which the site is built
MISTAKE = Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
#: Reloads the page when the server answers, which it does once VERSION is no longer shown.
RELOADER = """\
<script>const wait = () => fetch("/-/outdated?VERSION").then(() => location.reload(), () => setTimeout(wait, 1000));
wait();</script>
"""
#: The policy of a page, up to and without its rule for scripts if it has one; and what the reloader needs instead.
POLICY = re.compile(r"""(content="default-src 'none';)([^"]*?)(?: script-src [^;"]*;|(?="))""")
LOOSE = r"\1 connect-src 'self'; script-src 'unsafe-inline';\2"


class Preview:
    """What is shown of a site: its pages, or in their place the ``mistake`` that stopped the last build.

    ``version`` is another at each change of that; ``changed`` is set then, and replaced. ``built`` says that what is
    shown has been built since.
    """

    def __init__(self, options: Namespace) -> None:
        self.options, self.mistake = options, ""
        self.published = StaticFiles(directory=options.output, html=True, check_dir=False)
        self.changed = asyncio.Event()
        self.show()

    async def follow(self) -> None:
        """Show each change, and build at the next pause, for good; if changes can't be watched, show why and return."""
        while True:
            folders = [folder.resolve() for folder in (CODE, self.options.content, self.options.templates)]
            unseen = True  # something may have changed before the watch began
            try:
                async for changes in awatch(*folders, rust_timeout=PAUSE, yield_on_timeout=True, debounce=20, step=2):
                    paths = {Path(path) for _, path in changes}
                    if any(path.is_relative_to(CODE) for path in paths):
                        forget_code()
                    if paths or unseen:
                        self.show()
                    elif not self.built:
                        self.build()
                    unseen = False
                    if not paths.isdisjoint(folders):
                        break  # a folder was removed or replaced, and its watch with it
            except FileNotFoundError:  # a folder is missing, and a build says which
                if not self.built:
                    self.build()
                await asyncio.sleep(0.1)
            except Exception as error:
                return self.show(f"expected to watch for changes, found: {error}; start the preview again")

    def build(self) -> None:
        """Build the site; print what was built, or show what stopped it."""
        try:
            print(run("build", self.options), flush=True)
        except ClippingError as error:
            self.show(str(error))
        self.built = True

    def show(self, mistake: str = "") -> None:
        """Show the pages as they are now, or the ``mistake`` in their place and on the terminal."""
        self.built = False
        if mistake:
            print(mistake, file=sys.stderr, flush=True)
        if not mistake or mistake != self.mistake:  # which a page may have met before the build
            self.mistake, self.version = mistake, str(time.time_ns())
            self.changed.set()
            self.changed = asyncio.Event()

    async def outdated(self, request: Request) -> Response:
        """Answer as soon as the version that the request names is no longer shown."""
        if self.version == request.url.query:
            await self.changed.wait()
        return Response()

    async def current(self, request: Request) -> Response:
        """Answer with a page as it is now, or the mistake, with the reloader in it; or with a published file."""
        name = re.sub(r"(^|/)$", r"\1index.html", request.path_params["name"])
        if not name.endswith(".html"):
            return await self.published.get_response(name, request.scope)
        page, status = self.draft(name)
        page = POLICY.sub(LOOSE, page, count=1) + RELOADER.replace("VERSION", self.version)
        return HTMLResponse(page, status, {"Cache-Control": "no-store"})

    def draft(self, name: str) -> tuple[str, int]:
        """Return a page as it is now, the one for missing pages, or the one that shows a mistake; and its status."""
        try:
            for file, status in ((name, 200), ("404.html", 404)) if not self.mistake else ():
                files, *_ = run("make", self.options, self.options.base_url, file)
                if file in files:
                    return files[file].decode(), status
        except ClippingError as error:
            self.mistake = str(error)
        return MISTAKE.replace("MISTAKE", html.escape(self.mistake or f"expected a page {name}, found none")), 500


def run(function: str, *arguments: Any) -> Any:
    """Return what a function of build.py returns; raises ``ClippingError`` with what stopped it."""
    try:
        return getattr(import_module("build"), function)(*arguments)
    except ClippingError:
        raise
    except Exception as error:  # a fault in the code, reported with the last line of ours that led to it
        *_, frame = (f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(str(CODE)))
        message = f"expected no fault, found {type(error).__name__}: {error}; fix it or what led to it"
        raise ClippingError(message, frame.filename, frame.lineno) from error


def forget_code() -> None:
    """Drop the modules that a build imports, so that the next one imports them as they are now."""
    kept = ("clipping", "clipping.cli", "clipping.errors", __name__)
    for name in [name for name in sys.modules if name.split(".")[0] in ("build", "clipping") and name not in kept]:
        del sys.modules[name]
    invalidate_caches()


def serve(options: Namespace) -> str:
    """Serve the site on port ``options.serve`` of the loopback until Ctrl-C; return what to print then.

    Raises ``ClippingError`` if the port can't be used.
    """
    site = Preview(options)
    pages = [Route("/-/outdated", site.outdated), Mount("/-/last", site.published), Route("/{name:path}", site.current)]
    # A page of another site whose name resolves to this address gets nothing.
    app = TrustedHostMiddleware(Starlette(routes=pages), allowed_hosts=[HOST, "localhost"])
    try:
        listener = socket.create_server((HOST, options.serve))
    except (OSError, OverflowError) as error:
        message = f"expected to listen on port {options.serve}, found: {getattr(error, 'strerror', None) or error}"
        raise ClippingError(f"{message}; run: python build.py --serve 0, which takes any free port") from error
    print(f"http://{HOST}:{listener.getsockname()[1]}/ shows each change as it is saved; Ctrl-C ends it", flush=True)

    async def answer() -> None:
        following = asyncio.create_task(site.follow())
        await uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=0)).serve([listener])
        following.cancel()

    with listener, contextlib.suppress(KeyboardInterrupt):  # which is how a preview ends
        asyncio.run(answer())
    return "the preview has ended"
