"""Check the links of a built site, without a network.

    check_links.py FOLDER LIST

Each link to a page, file or heading of the site must lead somewhere. Links to other sites must be https,
and are written to the file LIST.
"""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, path):
        super().__init__()
        self.links, self.anchors = set(), set()
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.anchors |= {attributes[key] for key in ("id", "name") if attributes.get(key)}
        link = attributes.get("href") or attributes.get("src")
        if link:
            self.links.add(link)


def problem(link, path, pages):
    """Why a link of the page at `path` leads nowhere; None if it does not."""
    parts = urlsplit(link)
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if target.is_dir():
        target /= "index.html"
    if not target.exists():
        return "no such file"
    if parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
        return "no such heading"
    return None


def main():
    root, listed = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    pages = {path: Page(path) for path in root.rglob("*.html")}
    checked, external, broken = 0, set(), []
    for path, page in pages.items():
        for link in page.links:
            if urlsplit(link).scheme in ("http", "https"):
                external.add(link)
            elif urlsplit(link).scheme != "data":
                checked += 1
                why = problem(link, path, pages)
                broken += [f"{path.relative_to(root)}: {link}: {why}"] if why else []
    listed.write_text("".join(f"{link}\n" for link in sorted(external)))
    broken += [f"not https: {link}" for link in external if not link.startswith("https:")]
    print("\n".join(broken) + ("\n" if broken else "")
          + f"{len(pages)} pages, {checked} links, {len(broken)} broken; "
            f"{len(external)} to other sites, listed in {listed}")
    sys.exit(1 if broken or not checked else 0)


main()
