"""The navigation has every page, and links in files outside docs/ lead to a file.

The strict build of the site, which .ci/run does, checks links between its pages.
"""

from __future__ import annotations

import re
import tomllib

import pytest


def pages_in(navigation):
    """Yield the paths of all pages of a navigation, sections included."""
    for entry in navigation:
        for target in entry.values():
            if isinstance(target, str):
                yield target
            else:
                yield from pages_in(target)


def test_every_page_is_in_the_navigation_once(repository):
    config = tomllib.loads((repository / "zensical.toml").read_text(encoding="utf-8"))
    folder = repository / "docs"
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))
    assert sorted(pages_in(config["project"]["nav"])) == pages


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_to_files_lead_to_a_file(name, repository):
    text = (repository / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    missing = [
        target
        for target in targets
        if "://" not in target and not (repository / target).exists()
    ]
    assert missing == []
