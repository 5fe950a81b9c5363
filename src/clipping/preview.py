"""The preview: a local server that shows each change as soon as it is saved.

Saving a file makes a new draft, which is read at once and rendered page by page as the browser asks. When the
editor rests for a moment, the draft is built whole, proved and published, as ``python build.py`` would do it. A
mistake, found by either, stands in the browser in place of the pages until it is mended; the last proved site stays
at ``/-/last/``. Only the pages that are served carry the reloader; the site on disk never does.

Starlette and uvicorn serve, watchfiles watches. All state is one ``Preview``, touched by the event loop alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import html
import os
import re
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from clipping.changes import changed_paths
from clipping.errors import ClippingError

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request

HOST = "127.0.0.1"
#: Where the preview's own addresses begin; no file of a site has such a name.
OWN = "/-/"
RELOADER = """\
const shown = new URL(document.currentScript.src).search.slice(1);
new EventSource("/-/changes").onmessage = ({ data }) => { if (data !== shown) location.reload(); };
"""
MISTAKE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>A mistake to mend</title>
<link rel="icon" href="data:,">
<style>
body {{ font: 1.0625rem/1.6 Georgia, serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }}
pre {{ font: .9375rem/1.6 monospace; white-space: pre-wrap; overflow-wrap: anywhere; }}
pre {{ border-left: 3px solid; padding-left: 1rem; }}
</style>
</head>
<body>
<main>
<h1>A mistake to mend</h1>
<pre>{mistake}</pre>
<p>This page goes away when it is mended. {last}</p>
</main>
</body>
</html>
"""

#: The policy of a page, up to its end.
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*')
#: Renders one file of the site by its address; ``None`` where there is no such file.
Draft = Callable[[str], "str | None"]


class Pipeline(Struct, frozen=True):
    """What a preview runs: read the content into a draft, and prove and publish it. What they raise is shown.

    ``publish`` returns the findings; nothing is published where there are any. ``watched`` are the folders whose
    changes make a new draft, ``code`` one whose changes need a new process, and ``output`` is the published site.
    ``command`` does the same once, in a process of its own.
    """

    draft: Callable[[], Draft]
    publish: Callable[[], Sequence[object]]
    watched: tuple[Path, ...]
    code: Path
    output: Path
    command: tuple[str, ...]


class Preview(Struct):
    """What is shown: the draft, or the mistake in its place; ``version`` tells a browser that it has changed.

    ``stale`` is whether the code has changed since this process began: from then on only a new one may go on.
    """

    pipeline: Pipeline
    port: int
    draft: Draft = field(default=lambda _: None)
    mistake: str = ""
    proved: bool = False
    stale: bool = False
    version: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def look(self, changed: set[Path]) -> None:
        """Make a draft when there is none or paths have ``changed``; else prove it. A fault of any kind is shown."""
        try:
            self.stale |= any(path.is_relative_to(self.pipeline.code.resolve()) for path in changed)
            if changed and self.stale:
                await self.renew()
            elif changed or not self.version:
                self.read()
            elif not self.proved and not self.mistake:
                await self.prove()
        except Exception as error:
            self.announce(self.told(error))

    def read(self) -> None:
        """Make a new draft."""
        self.proved = False
        self.draft = self.pipeline.draft()
        self.announce("")

    async def prove(self) -> None:
        """Build the draft whole, prove and publish it."""
        self.proved = True
        findings = await asyncio.to_thread(self.pipeline.publish)
        mistake = "\n".join(map(str, findings))
        if mistake != self.mistake:
            self.announce(mistake)

    async def renew(self) -> None:
        """Go on in a new process with the changed code, if that builds; else show what it says."""
        command = self.pipeline.command
        tried = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=False)
        if tried.returncode:
            self.announce(tried.stderr.strip() or f"expected a build, found that it ended with {tried.returncode}")
        else:
            os.execv(command[0], (*command, "--serve", str(self.port)))  # noqa: S606 - this very command again

    def told(self, error: BaseException) -> str:
        """Return ``error`` in one line; if nobody foresaw it, its type and the last template or code it passed."""
        if isinstance(error, ClippingError):
            return str(error)
        passed = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
        ours = (self.pipeline.code, *self.pipeline.watched)  # what an editor may mend comes last
        places = [place for folder in ours for place in passed if Path(place[0]).is_relative_to(folder)]
        file, line = places[-1] if places else (None, None)
        message = f"expected no fault, found {type(error).__name__}: {error}; mend this or what led to it"
        return str(ClippingError(message, file, line))

    def announce(self, mistake: str) -> None:
        """Say that there is something new to show, to the browser and, of a mistake, on the terminal."""
        if mistake and mistake != self.mistake:
            print(mistake, file=sys.stderr, flush=True)
        elif self.mistake and not mistake:
            print("mended", flush=True)
        self.mistake = mistake
        self.version = str(time.monotonic_ns())
        self.changed.set()
        self.changed = asyncio.Event()

    async def follow(self) -> None:
        """Look at each change, and at each rest; never returns."""
        async for changed in changed_paths((*self.pipeline.watched, self.pipeline.code)):
            await self.look(changed)

    def ended(self, following: asyncio.Task[None]) -> None:
        """Say that changes are no longer followed, and why, unless the preview itself has ended."""
        if not following.cancelled() and (error := following.exception()):
            self.announce(f"changes are no longer followed, so start the preview again: {self.told(error)}")

    def page(self, name: str) -> tuple[str, int] | None:
        """Return a page to show, with the reloader in it, and its status; ``None`` if there is no such page."""
        if self.mistake:
            last = f'<a href="{OWN}last/index.html">See the last site that was proved.</a>'
            if not (self.pipeline.output / "index.html").exists():
                last = "No site was proved yet."
            return with_reloader(MISTAKE.format(mistake=html.escape(self.mistake), last=last), self.version), 500
        try:
            text, status = self.draft(name), 200
            if text is None:
                text, status = self.draft("404.html"), 404
        except Exception as error:
            self.announce(self.told(error))
            return self.page(name)
        return (with_reloader(text, self.version), status) if text else None


def with_reloader(page: str, version: str) -> str:
    """Return ``page`` with a script that reloads it when ``version`` is no longer shown, and leave to run it."""
    page = POLICY.sub(lambda policy: _with_leave(policy[0]), page, count=1)
    return page.replace("</body>", f'<script src="{OWN}reload.js?{version}"></script>\n</body>')


def _with_leave(policy: str) -> str:
    own = "; script-src 'self'"
    policy = policy.replace("; script-src", own) if "; script-src" in policy else policy + own
    return policy + "; connect-src 'self'"


def serve(pipeline: Pipeline, port: int) -> None:
    """Serve the site of ``pipeline`` on the loopback until Ctrl-C.

    Raises ``ClippingError`` if the port is taken, and names the next free one, or if the extra is not installed.
    """
    try:
        import uvicorn  # noqa: PLC0415 - of the extra ``preview``
    except ImportError as error:
        raise ClippingError(f"expected what a preview needs, found no {error.name}; run: make serve") from error
    with _listening(port) as listener:
        port = listener.getsockname()[1]  # 0 asks for any
        print(f"http://{HOST}:{port}/ shows each change as it is saved; Ctrl-C ends it", flush=True)
        settings = uvicorn.Config(
            application(Preview(pipeline, port)), log_level="critical", timeout_graceful_shutdown=0
        )
        uvicorn.Server(settings).run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    """Return a socket that listens on ``port`` of the loopback."""
    try:
        return socket.create_server((HOST, port))
    except OverflowError as error:
        raise ClippingError(f"expected a port from 1 to 65535, found {port}; give another") from error
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise ClippingError(f"expected to listen on port {port}, found: {error.strerror}; give another") from error
        free = next(filter(_is_free, range(port + 1, 65536)), None)
        advice = f"run: make serve PORT={free}, or: python build.py --serve {free}" if free else "end what uses it"
        raise ClippingError(f"expected port {port} to be free, found it in use; {advice}") from error


def _is_free(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_server((HOST, port)):
        return True
    return False


def application(preview: Preview) -> Starlette:
    """Return what answers requests: pages from the draft, all other files from the published site."""
    from starlette.applications import Starlette  # noqa: PLC0415 - of the extra ``preview``
    from starlette.exceptions import HTTPException  # noqa: PLC0415
    from starlette.middleware import Middleware  # noqa: PLC0415
    from starlette.middleware.trustedhost import TrustedHostMiddleware  # noqa: PLC0415
    from starlette.responses import HTMLResponse, Response, StreamingResponse  # noqa: PLC0415
    from starlette.routing import Mount, Route  # noqa: PLC0415
    from starlette.staticfiles import StaticFiles  # noqa: PLC0415

    fresh = {"Cache-Control": "no-store"}
    files = StaticFiles(directory=preview.pipeline.output, check_dir=False)

    async def show(request: Request) -> Response:
        name = request.path_params["name"] or "index.html"
        if not name.endswith(".html"):
            with contextlib.suppress(HTTPException):
                return await files.get_response(name, request.scope)
        page = preview.page(name)
        return HTMLResponse(page[0], page[1], fresh) if page else Response("There is no such page.", 404, fresh)

    async def script(_: Request) -> Response:
        return Response(RELOADER, media_type="text/javascript", headers=fresh)

    async def changes(_: Request) -> Response:
        async def versions() -> AsyncIterator[str]:
            while True:
                changed = preview.changed
                yield f"data: {preview.version}\n\n"
                await changed.wait()

        return StreamingResponse(versions(), media_type="text/event-stream", headers=fresh)

    @contextlib.asynccontextmanager
    async def following(_: Starlette) -> AsyncIterator[None]:
        shown = preview.changed
        task = asyncio.create_task(preview.follow())
        task.add_done_callback(preview.ended)
        await shown.wait()  # so that whatever changes from the first answer on is seen
        yield
        task.cancel()

    return Starlette(
        routes=[
            Route(f"{OWN}reload.js", script),
            Route(f"{OWN}changes", changes),
            Mount(f"{OWN}last", StaticFiles(directory=preview.pipeline.output, html=True, check_dir=False)),
            Route("/{name:path}", show),
        ],
        # A page of another site that has its name point here gets nothing.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])],
        lifespan=following,
    )
