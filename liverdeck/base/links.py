"""Addresses that a learner may open from a card or a page."""

from __future__ import annotations

import re

# Most decks have no address, so the patterns are compiled only when they are used.
_WEB_ADDRESS = r"https?://[^\s\"'<>\\`]+"
"""Matches a web address. No other scheme is allowed, because it could run a script."""
_MAIL_ADDRESS = r"(?:mailto:)?([a-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+)"
"""Matches a mail address, with or without `mailto:`. The group is the address."""
LONGEST_ADDRESS = 500
"""The length in characters. A longer address is refused."""


def is_web_address(text: str) -> bool:
    """Whether a text is an address that begins with `https://` or `http://`."""
    if len(text) > LONGEST_ADDRESS:
        return False
    return re.fullmatch(_WEB_ADDRESS, text, re.IGNORECASE) is not None


def mail_address(text: str) -> str | None:
    """Return a mail address without `mailto:`; None if the text is no mail address."""
    if len(text) > LONGEST_ADDRESS:
        return None
    match = re.fullmatch(_MAIL_ADDRESS, text, re.ASCII | re.IGNORECASE)
    return None if match is None else match[1]


def is_contact(text: str) -> bool:
    """Whether a text is a web address or a mail address."""
    return is_web_address(text) or mail_address(text) is not None


def report_address(contact: str, fact: str, release: str) -> str:
    """Return the address under which a learner reports a mistake in a fact.

    `fact` is the name of the fact, and `release` is the name of the release. `contact`
    is a web address or a mail address (see `is_contact`). In a web address, `{fact}`
    and `{release}` are replaced by these names. If the address has neither, the names
    are added as parameters: `?fact=...&release=...`. A mail has the names in its
    subject. The names consist of letters, digits, `-` and `/`, which need no escaping.
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
