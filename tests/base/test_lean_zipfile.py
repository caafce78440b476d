"""`zipfile` without what it seldom needs."""

import subprocess
import sys


def test_rare_methods_of_compression_are_loaded_when_a_zip_has_them():
    code = """
import io, sys
from liverdeck.base.lean_zipfile import zipfile
assert not {"shutil", "bz2", "lzma"} & set(sys.modules)
for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
    with zipfile.ZipFile(io.BytesIO(), "w", method) as archive:
        archive.writestr("a", "vein" * 99)
        assert archive.read("a") == b"vein" * 99
import shutil, bz2, lzma
print(bz2.compress.__module__, lzma.compress.__module__, shutil.copyfile.__module__)
"""
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert (process.stdout, process.stderr) == ("bz2 lzma shutil\n", "")
