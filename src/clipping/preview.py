"""The preview: a local server that shows each change as it is saved, and then builds the site.

Pages are rendered on request, from the current files, as drafts. After a short pause without changes, the site is built
as ``python build.py`` would build it, so only a proved site is published. If the build fails, the error is shown in
place of every page until the next change, and the last proved site is at ``/-/last/``. The script that reloads a page
is added to served pages only, never to the site on disk. Changed code is reloaded, except for the modules of the
preview, the command line and the errors. Everything runs in one thread.
"""

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

from clipping.cli import ROOT, unusable
from clipping.errors import ClippingError

HOST, CODE = "127.0.0.1", ROOT / "src"
PAUSE = 150  # milliseconds without a change, after which the site is built
PROBLEM_PAGE = Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
#: Reloads the page when the server answers, which it does once there is something newer than VERSION.
RELOADER = """\
<script>const wait = () => fetch("/-/outdated?VERSION").then(() => location.reload(), () => setTimeout(wait, 1000));
wait();</script>
"""
#: The policy of each page starts with POLICY. LOOSER_POLICY replaces that, so that the reloader may run, too.
POLICY = "content=\"default-src 'none';"
LOOSER_POLICY = f"{POLICY} connect-src 'self'; script-src-elem 'unsafe-inline';"


class Preview:
    """The state of the preview, which shows the pages or, in their place, the ``problem`` that stopped the last build.

    Whenever what it shows changes, ``version`` gets a new value. Then ``changed``, the event for which requests wait,
    is set, and a new event replaces it.
    """

    def __init__(self, options: Namespace) -> None:
        self.options, self.problem = options, ""
        self.published = StaticFiles(directory=options.output, html=True, check_dir=False)
        self.changed = asyncio.Event()
        self.show()

    async def follow(self) -> None:
        """Forever, show each change and build after the next pause; if watching fails, show why and try again."""
        while True:
            to_show, to_build = True, False  # something may have changed before the watch begins
            try:
                folders = [f.resolve(strict=True) for f in (CODE, self.options.content, self.options.templates)]
                # Changes are grouped until there is none for 2 ms (``step``), but for at most 20 ms (``debounce``).
                async for changes in awatch(*folders, rust_timeout=PAUSE, yield_on_timeout=True, debounce=20, step=2):
                    paths = {Path(path) for _, path in changes}
                    if any(path.is_relative_to(CODE) for path in paths):
                        forget_code()
                    if paths or to_show:
                        self.show()
                    elif to_build:
                        self.build()
                    to_show, to_build = False, bool(paths or to_show)
                    if not paths.isdisjoint(folders):
                        break  # a folder was removed or replaced, which ended its watch
            except Exception as error:  # such as a missing folder or too many watches
                self.show(f"expected to watch for changes, found: {error}; fix that, or start the preview again")
            await asyncio.sleep(0.1)

    def build(self) -> None:
        """Build the site; print a summary, or show the error."""
        try:
            print(run("build", self.options), flush=True)
        except ClippingError as error:
            self.show(str(error))

    def show(self, problem: str = "") -> None:
        """Show the current pages; or print ``problem`` and show it in their place, unless it is shown already."""
        if not problem or problem != self.problem:
            if problem:
                print(problem, file=sys.stderr, flush=True)
            self.problem, self.version = problem, str(time.time_ns())
            self.changed.set()
            self.changed = asyncio.Event()

    async def outdated(self, request: Request) -> Response:
        """Answer once the version in the request is not the current one."""
        if self.version == request.url.query:
            await self.changed.wait()
        return Response()

    async def current(self, request: Request) -> Response:
        """Answer with the draft of a page or the problem, each with the reloader; or with another file as published."""
        name = re.sub(r"(^|/)$", r"\1index.html", request.path_params["name"])
        if not name.endswith(".html"):
            return await self.published.get_response(name, request.scope)
        page, status = self.draft(name)
        page = page.replace(POLICY, LOOSER_POLICY, 1) + RELOADER.replace("VERSION", self.version)
        return HTMLResponse(page, status, {"Cache-Control": "no-store"})

    def draft(self, name: str) -> tuple[str, int]:
        """Return the page ``name`` (the 404 page if there is none) or the problem page, and the HTTP status."""
        try:
            if not self.problem:
                for file, status in ((name, 200), ("404.html", 404)):
                    files, *_ = run("make_site", self.options, self.options.base_url, file)
                    if file in files:
                        return files[file].decode(), status
        except ClippingError as error:
            self.show(str(error))
        return PROBLEM_PAGE.replace("PROBLEM", html.escape(self.problem)), 500


def run(function: str, *arguments: Any) -> Any:
    """Call a function of build.py and return its result; raises ``ClippingError`` for any exception."""
    try:
        return getattr(import_module("build"), function)(*arguments)
    except ClippingError:
        raise
    except OSError as error:
        raise unusable(error) from error
    except Exception as error:  # a bug, reported at the innermost line of our own code
        *_, frame = (f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(str(CODE)))
        message = f"expected no exception, found {type(error).__name__}: {error}; fix it, or the input that led to it"
        raise ClippingError(message, frame.filename, frame.lineno) from error


def forget_code() -> None:
    """Drop the modules that a build imports, so that the next build reloads them."""
    kept = ("clipping", "clipping.cli", "clipping.errors", __name__)
    for name in [name for name in sys.modules if name.split(".")[0] in ("build", "clipping") and name not in kept]:
        del sys.modules[name]
    invalidate_caches()


def serve(options: Namespace) -> str:
    """Serve the site on port ``options.serve`` of the loopback interface until Ctrl-C; return a closing message.

    Raises ``ClippingError`` if the port can't be used.
    """
    site = Preview(options)
    pages = [Route("/-/outdated", site.outdated), Mount("/-/last", site.published), Route("/{name:path}", site.current)]
    # Refuse other host names that resolve to this address (DNS rebinding).
    app = TrustedHostMiddleware(Starlette(routes=pages), allowed_hosts=[HOST, "localhost"])
    try:
        listener = socket.create_server((HOST, options.serve))
    except (OSError, OverflowError) as error:
        message = f"expected to listen on port {options.serve}, found: {error}; run: python build.py --serve 0"
        raise ClippingError(f"{message}, which takes any free port") from error
    print(f"http://{HOST}:{listener.getsockname()[1]}/ shows each change as it is saved; Ctrl-C stops it", flush=True)

    async def serve_and_follow() -> None:
        following = asyncio.create_task(site.follow())
        await uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=0)).serve([listener])
        following.cancel()

    with listener, contextlib.suppress(KeyboardInterrupt):  # the usual way to end a preview
        asyncio.run(serve_and_follow())
    return "the preview has stopped"
