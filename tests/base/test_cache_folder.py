"""The cache holds nothing that anybody else can read, write or pass off as ours."""

import os
import stat

import pytest

from liverdeck.base import cache_folder
from liverdeck.base.cache_folder import CacheFolder

NAME = "0123456789abcdef"


def kept(folder):
    """Return a cache that holds one entry, and the path of its file."""
    cache = CacheFolder(folder)
    cache.put(NAME, b"content")
    (path,) = folder.iterdir()
    return cache, path


def test_what_is_kept_is_found_by_another_process(tmp_path):
    kept(tmp_path / "cache")
    assert CacheFolder(tmp_path / "cache").get(NAME) == b"content"


def test_only_the_user_reads_and_writes_it(tmp_path):
    _, path = kept(tmp_path / "new" / "cache")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"", b"abc", b"abcdcontent", b"\0" * 100])
def test_a_damaged_file_is_ignored(tmp_path, content):
    cache, path = kept(tmp_path / "cache")
    path.write_bytes(content)
    assert cache.get(NAME) is None
    cache.put(NAME, b"content")
    assert cache.get(NAME) == b"content"


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_ignored(tmp_path, mode):
    cache, path = kept(tmp_path / "cache")
    path.chmod(mode)
    assert cache.get(NAME) is None


@pytest.mark.parametrize("mode", [0o770, 0o777])
def test_a_folder_that_others_may_write_is_not_used(tmp_path, mode):
    _, path = kept(tmp_path / "cache")
    path.parent.chmod(mode)
    cache = CacheFolder(path.parent)
    assert cache.get(NAME) is None
    path.unlink()
    cache.put(NAME, b"content")
    assert list(path.parent.iterdir()) == []


def test_a_file_of_another_user_is_ignored(tmp_path, monkeypatch):
    cache, _ = kept(tmp_path / "cache")
    user = os.geteuid()
    assert cache.get(NAME) == b"content"
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    assert cache.get(NAME) is None
    assert CacheFolder(tmp_path / "cache").get(NAME) is None


def test_a_link_is_not_followed(tmp_path):
    cache, path = kept(tmp_path / "cache")
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert cache.get(NAME) is None


def test_a_folder_that_is_a_link_is_not_used(tmp_path):
    kept(tmp_path / "elsewhere")
    (tmp_path / "cache").symlink_to(tmp_path / "elsewhere")
    assert CacheFolder(tmp_path / "cache").get(NAME) is None


def test_a_pipe_is_not_waited_for(tmp_path):
    cache, path = kept(tmp_path / "cache")
    path.unlink()
    os.mkfifo(path, 0o600)
    assert cache.get(NAME) is None


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    cache = CacheFolder(tmp_path / "file" / "cache")
    cache.put(NAME, b"content")
    assert cache.get(NAME) is None
    cache.delete_oldest()


@pytest.fixture
def eight_files(tmp_path):
    """Return a cache with files of 14 bytes, 0 to 7 by age, and one of the user's."""
    folder = tmp_path / "cache"
    cache = CacheFolder(folder)
    for number in range(8):
        cache.put(f"{number}", b"1234567890")
        os.utime(folder / f"{number}.facts", (number, number))
    (folder / "a-file-of-the-user").write_text("not ours")
    return cache, folder


def test_the_oldest_files_are_deleted_above_its_size(eight_files, monkeypatch):
    cache, folder = eight_files
    monkeypatch.setattr(cache_folder, "LARGEST_CACHE", 40)
    cache.delete_oldest()
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["6.facts", "7.facts", "a-file-of-the-user"]


def test_the_oldest_files_are_deleted_above_their_number(eight_files, monkeypatch):
    cache, folder = eight_files
    monkeypatch.setattr(cache_folder, "MOST_FILES", 1)
    cache.delete_oldest()
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["7.facts", "a-file-of-the-user"]


def test_a_large_file_is_not_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(cache_folder, "LARGEST_ENTRY", 100)
    cache = CacheFolder(tmp_path / "cache")
    cache.put(NAME, bytes(96))
    assert cache.get(NAME) is None
