"""Addresses that a learner may open from a card or a page."""

from __future__ import annotations

import re

# Most decks name no address, so the patterns are compiled when they are used.
_WEB_ADDRESS = r"https?://[^\s\"'<>\\`]+"
"""Matches an address of the web. No other scheme is allowed: it could run a script."""
_MAIL_ADDRESS = r"(?:mailto:)?([a-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+)"
"""Matches a mail address, with or without `mailto:`. The group is the address."""
LONGEST_ADDRESS = 500
"""In characters. A longer address is refused."""


def is_web_address(text: str) -> bool:
    """Whether a text is an address that begins with `https://` or `http://`."""
    return len(text) <= LONGEST_ADDRESS and bool(
        re.fullmatch(_WEB_ADDRESS, text, re.IGNORECASE)
    )


def mail_address(text: str) -> str | None:
    """Return the mail address that a text is, without `mailto:`; None if it is not."""
    match = re.fullmatch(_MAIL_ADDRESS, text, re.ASCII | re.IGNORECASE)
    return match[1] if match and len(text) <= LONGEST_ADDRESS else None


def is_contact(text: str) -> bool:
    """Whether a text is an address of the web or a mail address."""
    return is_web_address(text) or mail_address(text) is not None


def report_address(contact: str, fact: str, release: str) -> str:
    """Return the address under which a learner reports a mistake in a fact.

    `contact` is an address of the web or a mail address (see `is_contact`). In an
    address of the web, `{fact}` and `{release}` stand for the name of the fact and the
    release. Without them, they become parameters: `?fact=...&release=...`. A mail has
    both as its subject. `fact` and `release` consist of letters, digits, `-` and `/`,
    which need no escaping.
    """
    address = mail_address(contact)
    if address is not None:
        return f"mailto:{address}?subject={fact}%20({release})"
    if "{fact}" not in contact and "{release}" not in contact:
        before_fragment, mark, fragment = contact.partition("#")
        separator = "&" if "?" in before_fragment else "?"
        parameters = "fact={fact}&release={release}"
        contact = f"{before_fragment}{separator}{parameters}{mark}{fragment}"
    return contact.replace("{fact}", fact).replace("{release}", release)
