import base64

import pytest

from liverdeck.base.media_files import read_media_file


@pytest.mark.parametrize(
    ("file", "media_type"),
    [
        ("heart.png", "image/png"),
        ("heart.jpg", "image/jpeg"),
        ("heart.JPEG", "image/jpeg"),
        ("heart.gif", "image/gif"),
        ("heart.webp", "image/webp"),
        ("heart.SVG", "image/svg+xml"),
        ("left.side/heart.png", "image/png"),
    ],
)
def test_the_data_address_has_type_and_content_of_the_picture(
    tmp_path, file, media_type
):
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_bytes(b"\xff\x00 content")
    picture = read_media_file(tmp_path, file)
    assert picture.content == b"\xff\x00 content"
    assert picture.media_type == media_type
    head, _, data = picture.data_address.partition(",")
    assert head == f"data:{media_type};base64"
    assert base64.b64decode(data) == b"\xff\x00 content"
    assert picture.base64_text == data


def test_a_picture_that_is_missing_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_media_file(tmp_path, "heart.png")
