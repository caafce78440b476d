"""Make HTML pages from templates. A page is a single file that needs no other file.

Every text that a template does not mark as safe is escaped. The content security policy
of a page lets the browser use only the page's own styles and script, and nothing from
the network.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.output_guards import MARK_OF_PAGE
from liverdeck.base.phrases import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from minijinja import Environment

_FOLDER = Path(__file__).parent
"""The folder of `head.html.j2`, the template for the beginning of each page's head."""
_POLICY_ATTRIBUTE = 'http-equiv="Content-Security-Policy"'
"""A part of the text that `head.html.j2` writes into every page."""


def html_page(
    template: Path,
    values: Mapping[str, object],
    *,
    styles: Mapping[str, str],
    script: str = "",
    may_show_pictures: bool,
) -> bytes:
    """Return a page made from a template, as UTF-8.

    `styles` has the CSS of each style sheet by name, and `script` is JavaScript. The
    template can use all `values` and `styles` by their names, `script`, and the filter
    `counted`, which is the function in `phrases`. It must put each style sheet, and the
    script if there is one, into a separate element. It must also include
    `head.html.j2`, which has the content security policy and everything that all pages
    have in their heads.

    If `may_show_pictures` is true, the browser shows pictures and plays sounds that
    have a `data:` address; otherwise it shows and plays none. Half of a surrogate pair,
    which UTF-8 cannot represent, becomes three characters U+FFFD.

    Raises minijinja.TemplateError if the template uses any other name, and
    AssertionError if it does not include `head.html.j2`. Either error is a bug in
    LiverDeck.
    """
    policy = _policy(styles.values(), script, may_show_pictures=may_show_pictures)
    text = _environment(template.parent).render_template(
        template.name,
        **values,
        mark=MARK_OF_PAGE,
        policy=policy,
        may_show_pictures=may_show_pictures,
        script=script,
        **styles,
    )
    if _POLICY_ATTRIBUTE not in text:
        raise AssertionError(f"{template.name} does not include head.html.j2")
    return text.encode()


@cache
def _environment(folder: Path) -> Environment:
    """Return minijinja's environment, which reads the templates in a folder.

    The environment keeps the templates that it has read.
    """
    # Most commands write no page, so these modules are loaded late.
    from markupsafe import escape
    from minijinja import Environment

    def source_of(name: str) -> str | None:
        for path in (folder / name, _FOLDER / name):
            if path.is_file():
                return path.read_text(encoding="utf-8")
        return None

    def escaped(value: object) -> object:
        # Minijinja's own escaping is as safe, but writes each slash as `&#x2f;`, which
        # would make the addresses of pictures longer. If the result is
        # `NotImplemented`, minijinja writes the value as usual.
        return escape(value) if isinstance(value, str) else NotImplemented

    return Environment(
        loader=source_of,
        filters={"counted": counted},
        auto_escape_callback=lambda _name: True,
        finalizer=escaped,
        undefined_behavior="strict",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _policy(styles: Iterable[str], script: str, *, may_show_pictures: bool) -> str:
    """Return the content security policy of a page with these styles and script."""
    directives = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
    if may_show_pictures:
        directives += ["img-src data:", "media-src data:"]
    if script:
        directives.append(f"script-src {_quoted_hash(script)}")
    directives.append(f"style-src {' '.join(map(_quoted_hash, styles))}")
    return "; ".join(directives)


def _quoted_hash(text: str) -> str:
    """Return the hash by which a content security policy names a style or a script."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
