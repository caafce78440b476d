import pytest

from liverdeck.base.media_files import SOUND_TYPES
from liverdeck.base.sound_checks import sound_fault

STARTS = {
    ".mp3": [b"ID3\x04", b"\xff\xfb\x90"],
    ".ogg": [b"OggS"],
    ".oga": [b"OggS"],
    ".opus": [b"OggS"],
    ".wav": [b"RIFF\0\0\0\0WAVE"],
    ".m4a": [b"\0\0\0\x20ftypM4A "],
    ".flac": [b"fLaC"],
}
CONTENTS_OF_OTHER_TYPES = [
    b"",
    b"<html>",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\0\0\0\0WEBP",
]


@pytest.mark.parametrize("suffix", SOUND_TYPES)
def test_a_sound_of_the_type_that_its_suffix_names_is_accepted(tmp_path, suffix):
    path = tmp_path / f"beat{suffix.upper()}"
    for start in STARTS[suffix]:
        path.write_bytes(start + b"more")
        assert sound_fault(path) is None


@pytest.mark.parametrize("suffix", SOUND_TYPES)
@pytest.mark.parametrize("content", CONTENTS_OF_OTHER_TYPES)
def test_content_of_another_type_is_refused(tmp_path, suffix, content):
    path = tmp_path / f"beat{suffix}"
    path.write_bytes(content)
    message, _ = sound_fault(path)
    assert message == f"does not have the content of a {suffix} file"
