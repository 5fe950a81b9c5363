"""The preview: a local server that rebuilds the site at each change and reloads the browser.

A build does what ``python build.py`` does, so nothing is published that was not proved. What stops it is shown in the
browser in place of the pages until it is fixed; the last proved site stays at ``/-/last/``. Only the pages that are
served contain the reloader; the site on disk never does. Changed code is imported anew, except that of the preview.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import html
import re
import socket
import sys
import traceback
from argparse import Namespace
from collections.abc import AsyncIterator
from importlib import import_module, invalidate_caches
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from watchfiles import awatch

from clipping.cli import ROOT
from clipping.errors import ClippingError

HOST, CODE = "127.0.0.1", ROOT / "src"
MISTAKE = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>A mistake to fix</title>
<link rel="icon" href="data:,">
<style>body { font: 1.1rem/1.6 serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem } a { color: inherit }
pre { white-space: pre-wrap; overflow-wrap: anywhere }</style>
<main><h1>A mistake to fix</h1>
<pre>MISTAKE</pre>
<p>This page goes away when it is fixed. <a href="/-/last/">See the last site that was proved.</a></p></main>
"""
#: Reloads the page when the server answers, which it does once VERSION is no longer shown.
RELOADER = """\
<script>const wait = () => fetch("/-/outdated?VERSION").then(() => location.reload(), () => setTimeout(wait, 1000));
wait();</script>
"""
#: The policy of a page, up to and without its rule for scripts if it has one; and what the reloader needs instead.
POLICY = re.compile(r"""(content="default-src 'none';)([^"]*?)(?: script-src [^;"]*;|(?="))""")
LOOSE = r"\1 connect-src 'self'; script-src 'unsafe-inline';\2"


class Preview:
    """A site that is rebuilt at each change. ``version`` is a hash of what is shown: the site, or the ``mistake``."""

    def __init__(self, options: Namespace) -> None:
        self.options = options
        self.files = StaticFiles(directory=options.output, html=True, check_dir=False)
        self.mistake = self.version = ""
        self.changed = asyncio.Condition()

    async def follow(self) -> None:
        """Build now and after each change, for good; if changes can't be watched, show why and return."""
        while True:
            folders = [folder.resolve() for folder in (CODE, self.options.content, self.options.templates)]
            unseen = True  # something may have changed before the watch began
            try:
                async for changes in awatch(*folders, rust_timeout=150, yield_on_timeout=True, debounce=20, step=2):
                    paths = {Path(path) for _, path in changes}
                    if any(path.is_relative_to(CODE) for path in paths):
                        forget_code()
                    if paths or unseen:
                        await self.show(await asyncio.to_thread(self.build))
                    unseen = False
                    if not paths.isdisjoint(folders):
                        break  # a folder was removed or replaced, and its watch with it
            except FileNotFoundError:  # a folder is missing, and a build says which
                await self.show(self.mistake or await asyncio.to_thread(self.build))
                await asyncio.sleep(0.1)
            except Exception as error:
                return await self.show(f"expected to watch for changes, found: {error}; start the preview again")

    def build(self) -> str:
        """Build the site; return what stopped it, or nothing."""
        try:
            answer = import_module("build").build(self.options)
        except ClippingError as error:
            return str(error)
        except Exception as error:  # a fault in the code, reported with the last line of ours that led to it
            *_, frame = (f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(str(CODE)))
            message = f"expected no fault, found {type(error).__name__}: {error}; fix it or what led to it"
            return str(ClippingError(message, frame.filename, frame.lineno))
        return "" if isinstance(answer, str) else "\n".join(map(str, answer))

    async def show(self, mistake: str) -> None:
        """Show the site, or the ``mistake`` in its place, in the browser and on the terminal, if that is new."""
        if mistake != self.mistake:
            print(mistake or "fixed", file=sys.stderr if mistake else sys.stdout, flush=True)
        shown = mistake.encode() or (self.options.output / "SHA256SUMS").read_bytes()
        async with self.changed:
            self.mistake, self.version = mistake, hashlib.sha256(shown).hexdigest()
            self.changed.notify_all()

    async def outdated(self, request: Request) -> Response:
        """Answer as soon as the version that the request names is no longer shown."""
        async with self.changed:
            await self.changed.wait_for(lambda: self.version != request.url.query)
        return Response()

    async def last(self, request: Request) -> Response:
        """Answer with a file of the site as it is published."""
        return await self.files.get_response(request.path_params["name"], request.scope)

    async def current(self, request: Request) -> Response:
        """Answer with a file of the site; with the reloader in it if it is a page, or with the mistake instead."""
        if self.mistake and Path(request.url.path).suffix in ("", ".html"):
            page, status = MISTAKE.replace("MISTAKE", html.escape(self.mistake)), 500
        else:
            file = await self.last(request)
            if not isinstance(file, FileResponse) or file.media_type != "text/html":
                return file
            page, status = Path(file.path).read_text(encoding="utf-8"), file.status_code
        page = POLICY.sub(LOOSE, page, count=1) + RELOADER.replace("VERSION", self.version)
        return HTMLResponse(page, status, {"Cache-Control": "no-store"})

    @contextlib.asynccontextmanager
    async def following(self, _: Starlette) -> AsyncIterator[None]:
        """Follow changes while requests are answered, which they are once the first build is done."""
        async with self.changed:
            task = asyncio.create_task(self.follow())
            await self.changed.wait()
        yield
        task.cancel()


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
    answers = {"/-/outdated": site.outdated, "/-/last/{name:path}": site.last, "/{name:path}": site.current}
    app = Starlette(routes=[Route(path, answer) for path, answer in answers.items()], lifespan=site.following)
    # A page of another site whose name resolves to this address gets nothing.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
    try:
        listener = socket.create_server((HOST, options.serve))
    except (OSError, OverflowError) as error:
        message = f"expected to listen on port {options.serve}, found: {getattr(error, 'strerror', None) or error}"
        raise ClippingError(f"{message}; run: python build.py --serve 0, which takes any free port") from error
    port = listener.getsockname()[1]
    print(f"http://{HOST}:{port}/ shows each change as it is saved; Ctrl-C ends it", flush=True)
    with listener, contextlib.suppress(KeyboardInterrupt):  # which is how a preview ends
        uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=0)).run([listener])
    return "the preview has ended"
