"""Only addresses that cannot run anything are links."""

import pytest

from liverdeck.base.links import (
    LONGEST_ADDRESS,
    is_contact,
    is_web_address,
    mail_address,
    report_address,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org", True),
        ("http://example.org/a?b=c&d=é#e", True),
        ("HTTPS://EXAMPLE.ORG", True),
        ("https://example.org/{fact}", True),
        ("javascript:alert(1)", False),
        (" https://example.org", False),
        ("https://example.org/a b", False),
        ("https://example.org/a\u3000b", False),
        ('https://example.org/"onclick="x', False),
        ("https://example.org/<b>", False),
        ("https://", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("example.org", False),
        ("https://example.org\njavascript:x", False),
        ("https://" + "a" * LONGEST_ADDRESS, False),
    ],
)
def test_web_addresses_are_recognized(text, expected):
    assert is_web_address(text) is expected
    assert is_contact(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name@example.org", "name@example.org"),
        ("mailto:a.b+c@x-y.example.org", "a.b+c@x-y.example.org"),
        ("name@example", None),
        ("name@\u212aelvin.org", None),
        ("name@example.org?body=x", None),
        ("name@example.org,other@example.org", None),
        ("@example.org", None),
        ("a@b@c.org", None),
        ("a" * LONGEST_ADDRESS + "@example.org", None),
    ],
)
def test_mail_addresses_are_recognized(text, expected):
    assert mail_address(text) == expected
    assert is_contact(text) is (expected is not None)


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("https://e.org", "https://e.org?fact=heart/rate&release=3"),
        ("https://e.org/?a=b", "https://e.org/?a=b&fact=heart/rate&release=3"),
        ("https://e.org/#top", "https://e.org/?fact=heart/rate&release=3#top"),
        ("https://e.org/?t={fact}", "https://e.org/?t=heart/rate"),
        ("https://e.org/{release}/{fact}", "https://e.org/3/heart/rate"),
        ("a@e.org", "mailto:a@e.org?subject=heart/rate%20(3)"),
        ("mailto:a@e.org", "mailto:a@e.org?subject=heart/rate%20(3)"),
    ],
)
def test_a_report_names_fact_and_release(contact, expected):
    assert report_address(contact, "heart/rate", "3") == expected
