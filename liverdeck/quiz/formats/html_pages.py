"""HTML pages from templates.

Jinja escapes every text that a template does not mark as safe. A content security
policy lets the browser use only the page's own styles and script.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

_TEMPLATE_FOLDER = Path(__file__).parent


def page(
    template: str,
    *,
    styles: tuple[str, ...],
    script: str = "",
    foot: str = "",
    **values: object,
) -> bytes:
    """Return a page made from a template.

    `template`, `styles` and `script` are names of files beside this module; an empty
    `script` means no script. The page contains the styles and the script. The template
    gets the `values`. `foot` is printed at the bottom of each sheet, beside the page
    number; if `foot` is empty, the page number is not printed either.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        loader=FileSystemLoader(_TEMPLATE_FOLDER),
    )
    style = "".join(_read(name) for name in styles)
    if foot:
        style += _footer_style(foot)
    code = _read(script) if script else ""
    text = environment.get_template(template).render(
        values, policy=_policy(style, code), style=style, code=code
    )
    # A text may contain half of a surrogate pair, which cannot be written as UTF-8.
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
    # In the CSS string, ASCII letters and digits are written as they are. All other
    # characters are written as their number, so that no text can end the string.
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
    return (_TEMPLATE_FOLDER / name).read_text(encoding="utf-8")


def _quoted_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
