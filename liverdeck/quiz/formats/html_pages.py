"""HTML pages from templates.

Every text is escaped. A content security policy lets the browser run the page's own
styles and script, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

_HERE = Path(__file__).parent


def page(
    template: str,
    *,
    styles: tuple[str, ...],
    script: str = "",
    foot: str = "",
    **values: object,
) -> bytes:
    """Return a page made from a template.

    `template`, `styles` and `script` are names of files beside this module; the page
    contains the styles and the script. The template gets the `values`. `foot` is
    printed at the bottom of each sheet, beside the page number; an empty one prints
    neither.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        loader=FileSystemLoader(_HERE),
    )
    style = "".join(_read(name) for name in styles)
    if foot:
        style += _footer_style(foot)
    code = _read(script) if script else ""
    text = environment.get_template(template).render(
        values, policy=_policy(style, code), style=style, code=code
    )
    return text.encode(errors="backslashreplace")


def _policy(style: str, code: str) -> str:
    rules = [
        "default-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "img-src data:",
    ]
    if code:
        rules.append(f"script-src {_quoted_hash(code)}")
    rules.append(f"style-src {_quoted_hash(style)}")
    return "; ".join(rules)


def _footer_style(text: str) -> str:
    # Only ASCII letters and digits are written as they are. All other characters are
    # written as their number, so that no text can end the string.
    quoted = "".join(
        char if char.isascii() and char.isalnum() else f"\\{ord(char):x} "
        for char in text
    )
    font = "font-size: 9pt; color: #444;"
    return (
        f'@page {{ @bottom-left {{ content: "{quoted}"; {font} }}\n'
        f'@bottom-right {{ content: counter(page) " / " counter(pages); {font} }} }}\n'
    )


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _quoted_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
