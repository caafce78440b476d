"""The cache uses only files that LiverDeck wrote and that nobody else can change."""

import errno
import os
import stat
import zlib

import pytest

from liverdeck.base.cache_folder import CacheFolder

NAME = "0123456789abcdef"
MB = 1024 * 1024


def cache_with_entry(folder):
    """Return a cache that holds one entry, and the path of its file."""
    cache = CacheFolder(folder)
    cache.put(NAME, b"content")
    (path,) = folder.glob("*.facts")
    return cache, path


def test_another_process_finds_what_was_kept(tmp_path):
    cache_with_entry(tmp_path / "cache")
    assert CacheFolder(tmp_path / "cache").get(NAME) == b"content"


def test_only_the_user_may_read_and_write_the_cache(tmp_path):
    _, path = cache_with_entry(tmp_path / "new" / "cache")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"", b"abc", b"abcdcontent", b"\0" * 100])
def test_a_damaged_file_is_ignored(tmp_path, content):
    cache, path = cache_with_entry(tmp_path / "cache")
    path.write_bytes(content)
    assert cache.get(NAME) is None
    cache.put(NAME, b"content")
    assert cache.get(NAME) == b"content"


def checksum(content, key_path=None):
    """Return the checksum at the start of a file in the cache with this key."""
    start = zlib.crc32(key_path.read_bytes()) if key_path else 0
    return zlib.crc32(content, start).to_bytes(4, "big")


def test_a_file_of_another_program_is_ignored(tmp_path):
    cache, path = cache_with_entry(tmp_path / "cache")
    path.write_bytes(checksum(b"other") + b"other")
    assert cache.get(NAME) is None
    path.write_bytes(checksum(b"other", path.parent / "key") + b"other")
    assert cache.get(NAME) == b"other"


def test_a_file_with_the_key_of_another_cache_is_ignored(tmp_path):
    _, path = cache_with_entry(tmp_path / "cache")
    other, other_path = cache_with_entry(tmp_path / "other")
    assert path.read_bytes() != other_path.read_bytes()
    other_path.write_bytes(path.read_bytes())
    assert other.get(NAME) is None


@pytest.mark.parametrize("key", [None, b"", b"short", b"x" * 100])
def test_a_lost_key_is_replaced(tmp_path, key):
    _, path = cache_with_entry(tmp_path / "cache")
    key_path = path.parent / "key"
    key_path.unlink()
    if key is not None:
        key_path.write_bytes(key)
    cache = CacheFolder(path.parent)
    assert cache.get(NAME) is None
    cache.put(NAME, b"content")
    assert cache.get(NAME) == CacheFolder(path.parent).get(NAME) == b"content"
    assert stat.S_IMODE(key_path.stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_ignored(tmp_path, mode):
    cache, path = cache_with_entry(tmp_path / "cache")
    path.chmod(mode)
    assert cache.get(NAME) is None


@pytest.mark.parametrize("mode", [0o770, 0o777])
def test_a_folder_that_others_may_write_is_not_used(tmp_path, mode):
    _, path = cache_with_entry(tmp_path / "cache")
    path.parent.chmod(mode)
    cache = CacheFolder(path.parent)
    assert cache.get(NAME) is None
    path.unlink()
    cache.put(NAME, b"content")
    assert not path.exists()


def test_a_file_of_another_user_is_ignored(tmp_path, monkeypatch):
    cache, _ = cache_with_entry(tmp_path / "cache")
    user = os.geteuid()
    assert cache.get(NAME) == b"content"
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    assert cache.get(NAME) is None
    assert CacheFolder(tmp_path / "cache").get(NAME) is None


def test_a_link_is_not_followed(tmp_path):
    cache, path = cache_with_entry(tmp_path / "cache")
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert cache.get(NAME) is None


def test_a_folder_that_is_a_link_is_not_used(tmp_path):
    cache_with_entry(tmp_path / "elsewhere")
    (tmp_path / "cache").symlink_to(tmp_path / "elsewhere")
    assert CacheFolder(tmp_path / "cache").get(NAME) is None


def test_a_pipe_is_not_waited_for(tmp_path):
    cache, path = cache_with_entry(tmp_path / "cache")
    path.unlink()
    os.mkfifo(path, 0o600)
    assert cache.get(NAME) is None


def test_a_folder_that_cannot_be_made_is_not_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    cache = CacheFolder(tmp_path / "file" / "cache")
    cache.put(NAME, b"content")
    assert cache.get(NAME) is None
    cache.delete_oldest()


@pytest.mark.parametrize("error", [errno.EROFS, errno.ENOSPC, errno.EACCES])
def test_a_cache_that_cannot_be_written_is_still_read(tmp_path, monkeypatch, error):
    cache, path = cache_with_entry(tmp_path / "cache")

    def refuse(*_, **__):
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as patch:
        # A read-only file system refuses to delete, even what is not there.
        for name in ("unlink", "rename", "replace"):
            patch.setattr(os, name, refuse)
        patch.setattr(os, "open", opened_only_to_read(os.open, refuse))
        cache.put("other", b"content")
        assert cache.get(NAME) == b"content"
        cache.delete_oldest()
    assert names_in(path.parent) == [path.name, "key"]


def opened_only_to_read(open_file, refuse):
    """Return a function like `os.open` that refuses to open a file for writing."""

    def opened(path, flags, *mode, **options):
        if flags & (os.O_WRONLY | os.O_RDWR):
            refuse()
        return open_file(path, flags, *mode, **options)

    return opened


def test_the_temporary_file_of_a_stopped_process_does_no_harm(tmp_path):
    cache, path = cache_with_entry(tmp_path / "cache")
    temporary_path = path.with_suffix(f".{os.getpid()}.new")
    temporary_path.write_bytes(b"half")
    for _ in range(2):
        cache.put(NAME, b"newer")
    assert cache.get(NAME) == b"newer"
    assert not temporary_path.exists()


@pytest.fixture
def cache_with_nine_files(tmp_path):
    """Return a cache with the files 1 (the oldest) to 9, and its folder.

    The folder also has a file of the user.
    """
    folder = tmp_path / "cache"
    cache = CacheFolder(folder)
    for number in range(1, 10):
        cache.put(f"{number}", b"content")
        os.utime(folder / f"{number}.facts", (number, number))
    (folder / "a-file-of-the-user").write_text("not ours")
    return cache, folder


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_oldest_files_of_a_cache_that_is_too_large_are_deleted(
    cache_with_nine_files,
):
    cache, folder = cache_with_nine_files
    for number in range(1, 10):
        path = folder / f"{number}.facts"
        os.truncate(path, 32 * MB)  # a hole in the file, which needs no disk space
        os.utime(path, (number, number))
    cache.delete_oldest()
    kept_names = ["6.facts", "7.facts", "8.facts", "9.facts"]
    assert names_in(folder) == [*kept_names, "a-file-of-the-user", "key"]


def test_the_oldest_files_are_deleted_if_there_are_more_than_4000(
    cache_with_nine_files,
):
    cache, folder = cache_with_nine_files
    for number in range(3_998):
        (folder / f"new-{number}.facts").touch()
    cache.delete_oldest()
    names = names_in(folder)
    assert len([name for name in names if name.endswith(".facts")]) == 4_000
    assert {"8.facts", "9.facts", "a-file-of-the-user", "key"} <= set(names)
    assert "7.facts" not in names


def test_a_large_file_is_not_read(tmp_path):
    cache, path = cache_with_entry(tmp_path / "cache")
    content = bytes(32 * MB)
    path.write_bytes(checksum(content, path.parent / "key") + content)
    assert cache.get(NAME) is None
    path.write_bytes(checksum(content[:-4], path.parent / "key") + content[:-4])
    assert cache.get(NAME) == content[:-4]


def test_content_that_is_too_large_is_not_kept(tmp_path):
    cache = CacheFolder(tmp_path / "cache")
    cache.put(NAME, bytes(32 * MB))
    assert not (tmp_path / "cache").exists()
