"""A style selects only names that its pages have."""

import re

import pytest

from liverdeck.study.statistics.heatmap import STRONGEST

QUIZ = "quiz/formats"
STATISTICS = "study/statistics"
PAGES = {
    f"{QUIZ}/quiz.css": [f"{QUIZ}/quiz.html.j2", f"{QUIZ}/media.html.j2"],
    f"{QUIZ}/print.css": [
        f"{QUIZ}/paper.html.j2",
        f"{QUIZ}/key.html.j2",
        f"{QUIZ}/media.html.j2",
    ],
    "preview/page.css": ["preview/page.html.j2"],
    "preview/frame.css": ["preview/page.html.j2", "preview/page.js"],
    f"{STATISTICS}/statistics_page.css": [
        f"{STATISTICS}/statistics.html.j2",
        f"{STATISTICS}/charts.html.j2",
    ],
}
"""The templates of the pages with each style."""
CODE = {
    f"{QUIZ}/quiz.css": [f"{QUIZ}/quiz.js"],
    f"{QUIZ}/print.css": [f"{QUIZ}/paper_data.py"],
    "preview/page.css": ["preview/page.js", "base/problems.py"],
    f"{STATISTICS}/statistics_page.css": [
        f"{STATISTICS}/{name}.py" for name in ("charts", "heatmap", "statistics_page")
    ],
}
"""The modules and scripts that put further names into these pages."""


def names_selected(style):
    without_comments = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    selectors = " ".join(re.findall(r"([^{}]+)\{", without_comments))
    return set(re.findall(r"[.#]([a-zA-Z][\w-]*)", selectors))


@pytest.mark.parametrize("style", PAGES)
def test_a_style_selects_only_names_that_its_pages_have(repository, style):
    package = repository / "liverdeck"
    paths = [package / path for path in (*PAGES[style], *CODE.get(style, []))]
    pages = " ".join(path.read_text(encoding="utf-8") for path in paths)
    pages += " ".join(f"heat-{strength}" for strength in range(STRONGEST + 1))
    names = names_selected((package / style).read_text(encoding="utf-8"))
    names_in_pages = set(re.findall(r"[a-zA-Z][\w-]*", pages))
    assert names - names_in_pages == set()


def test_each_strength_of_a_day_has_a_colour(repository):
    path = repository / "liverdeck" / STATISTICS / "statistics_page.css"
    names = names_selected(path.read_text(encoding="utf-8"))
    heat = {name for name in names if name.startswith("heat-")}
    assert heat == {f"heat-{strength}" for strength in range(STRONGEST + 1)}
