"""Take the picture of the article page that README.md opens with: ``make screenshot``."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import address, launch


def main(site: Path) -> None:
    """Open the article page of ``site`` in an ordinary window and write the picture."""
    with sync_playwright() as playwright, launch(playwright) as browser:
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.goto(address(site, "index.html"))
        page.screenshot(path=Path(__file__).with_name("article.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
