"""A page asks for nothing, runs nothing and leads nowhere that is not there."""

from __future__ import annotations

import base64
import hashlib
import shutil
from pathlib import Path

from clipping.capture import Capture
from clipping.publish import SUMS, with_sums
from clipping.verify import verify_site
from tests.verify.planted import in_main, replaced, reseal, said


def test_what_a_page_may_have(site: Path, capture: Capture, tmp_path: Path) -> None:
    """Addresses elsewhere, data, words that look like addresses, two styles and links by every road are no finding."""
    digest = base64.b64encode(hashlib.sha256(b"p{}").digest()).decode()
    fine = Path(shutil.copytree(site, tmp_path / "site"))
    for plant in (
        in_main('<img src="data:," alt="javascript: x"><a href="https://example.org/abuot.html">x</a>'),
        in_main('<a href="//example.org/x">x</a><a href="mailto:x@example.org">x</a><a href="#main">x</a>'),
        in_main('<a href="index.html#p1">x</a><a href="index.html#p1:~:text=x">x</a><a href="%61bout.html">x</a>'),
        in_main('<a href="article.md#any">x</a><a href="about.html?x#main">x</a><p title="vbscript: x">x</p>'),
        in_main('<svg><use href="#main"></use><use xlink:href="#main"></use><image></image></svg>'),
        in_main('<meta name="x" content="JavaScript: x"><meta http-equiv="content-language" content="en">'),
        replaced(
            "about.html", "</head>", '<link rel="canonical license" href="x:y"><link rel="icon" href="data:,"></head>'
        ),
        replaced("about.html", "</style>", "</style><style>p{}</style>"),
        replaced("about.html", "'; img-src", f"' 'sha256-{digest}'; img-src"),
        replaced("about.html", "</head>", '<script type="application/json">{}</script></head>'),
        replaced("about.html", "</head>", '<script type="application/ld+json">{}</script></head>'),
    ):
        plant(fine)
    reseal(fine)
    (fine / "more").mkdir()
    (fine / "more" / "x.html.bin").write_bytes(b"\xff")
    sums = (fine / SUMS).read_bytes()
    more = with_sums({"more/x.html.bin": b"\xff"})[SUMS]
    (fine / SUMS).write_bytes(sums + more)

    assert said(verify_site(fine, capture)) == []


def test_whatever_a_page_may_not_have_is_told(site: Path, capture: Capture, tmp_path: Path) -> None:
    """One page with everything that a browser would ask for, run or be misled by: a finding for each, in order."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    asks = ["data", "poster", "background", "action", "formaction", "ping", "manifest", "archive"]
    brings = ["frame", "object", "embed", "form", "video", "audio", "portal", "iframe"]
    markup = "".join(f'<p {name}="x"></p>' for name in asks) + "".join(f"<{name}></{name}>" for name in brings)
    markup += '<base><link href="x"><link rel="preload next" href="x"><meta http-equiv="Refresh">'
    markup += '<svg><image href="x"/><use href="x.svg#a"/><use xlink:href="y.svg#a"/></svg>'
    styles = ["@import 'x'", "a{b:url(x)}", "a{b:URL( 'x')}", "a{b:image-set(x)}", "a{b:src(x)}"]
    markup += "".join(f"<style>{style}</style>" for style in [*styles, "a{b:url(#x)}", "a{b:url( 'data:x')}"])
    markup += '<p style="b:url(x)"></p>'
    in_main(markup)(broken)
    in_main('<a href="VBscript:x">x</a><p ONCLICK="x">x</p><p data-x=" java\x01script: x">x</p><script></script>')(
        broken
    )
    in_main('<p id="p1">x</p><p id="p1">x</p><p id="p1">x</p><a href="x/about.html">x</a><a href="#none">x</a>')(broken)
    reseal(broken)

    nothing = "about.html:… expected a page that asks for nothing, found"
    none = "about.html:… expected no script, found"
    expected = [
        *["about.html:… expected the id p1 once, found it again; mend the template"] * 2,
        *[
            f"about.html:… expected a file of the site, found a link to {name}; mend the link"
            for name in ("x", "x", "x", "x.svg#a", "x/about.html")
        ],
        "about.html:… expected an id on about.html, found a link to #none; mend the link",
        *[f"{nothing} {name} on <p>; take it out" for name in asks],
        *[f"{nothing} <{name}>; take it out" for name in [*brings, "base"]],
        f'{nothing} <link rel="">; take it out',
        f'{nothing} <link rel="preload next">; take it out',
        f"{nothing} a refresh; take it out",
        *[f"{nothing} <{name}>; take it out" for name in ("image", "use", "use")],
        *[f"{nothing} an address in a style; take it out"] * (len(styles) + 1),
        f"{none} href on <a>; take it out",
        f"{none} onclick on <p>; take it out",
        f"{none} data-x on <p>; take it out",
        f"{none} one; take it out",
        "about.html:… expected styles in the stylesheet, found a style attribute; mend the template",
    ]
    found = [line for line in said(verify_site(broken, capture)) if "Content-Security-Policy" not in line]
    assert sorted(found) == sorted(expected)


def test_pages_in_folders_are_held_as_others_are(site: Path, capture: Capture, tmp_path: Path) -> None:
    """A link leads from the folder that its page stands in, and one from the root of a host leads nowhere."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    (broken / "more" / "still").mkdir(parents=True)
    page = (site / "about.html").read_text(encoding="utf-8")
    page = page.replace('href="#main"', 'href="x.html"').replace("</main>", '<a href="/about.html">x</a></main>')
    page = page.replace('href="', 'href="../../')
    page = page.replace('href="../../x.html"', 'href="x.html"').replace('href="../..//about', 'href="/about')
    page = page.replace('href="../../data:', 'href="data:').replace('href="../../https:', 'href="https:')
    (broken / "more" / "still" / "x.html").write_text(page, encoding="utf-8")
    reseal(broken)

    assert [line.partition(", found")[2] for line in said(verify_site(broken, capture))] == [
        " a link to /about.html; mend the link"
    ]


def test_filters_and_styles_of_drawings_ask_for_nothing(site: Path, capture: Capture, tmp_path: Path) -> None:
    """An image in a filter and an address behind two colons are found as others are."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    in_main('<svg><filter><feImage href="x:y"></feImage></filter></svg>')(broken)
    in_main('<a href="javascript:x:y()">x</a>')(broken)
    reseal(broken)

    assert [finding.code for finding in verify_site(broken, capture)] == ["request", "script"]
