import pytest

from liverdeck.authoring.yaml_comments import read_comments


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("# a\nb: c  # d\n", [(1, 1, "a"), (2, 7, "d")]),
        ("a: b#c\n", []),
        ("a: 'b # c'  # d\n", [(1, 13, "d")]),
        ("a: >-\n  b\n  # c\n# d\n", [(4, 1, "d")]),
        ("a: >-\n  b\n\n\n  # c\n\n# d\ne: f\n", [(7, 1, "d")]),
        ("- a\r\n- b # c\r\n# d\r\n", [(2, 5, "c"), (3, 1, "d")]),
        ("# a\nb: [\n# c\nd: e # f\n", [(1, 1, "a"), (3, 1, "c")]),
        ("é: ü # ö\n", [(1, 6, "ö")]),
        ("", []),
    ],
)
def test_only_comments_are_read_as_comments(text, comments):
    assert list(read_comments(text)) == comments
