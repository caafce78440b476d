"""NOTICE names every package that pip installs with LiverDeck, and its licence."""

import re
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOR_USERS = ("", "pdf", "docx", "colpkg")
"""What users install: LiverDeck alone, or with an extra."""
FOR_DEVELOPERS = ("test", "dev")
HEADINGS = {
    "Always": "",
    "With the extra pdf": "pdf",
    "With the extra docx": "docx",
    "With the extra colpkg": "colpkg",
    "For developers alone": "developers",
}
COPYLEFT = re.compile(r"\b(?:[AL]?GPL|MPL|EUPL|EPL|CDDL)|Mozilla|GNU", re.IGNORECASE)


def packages_of(name, extras, found=None):
    """Return the extras of all packages that a package needs, by their names.

    The package itself is not among them, nor is a package that is not installed here.
    """
    found = {} if found is None else found
    try:
        requirements = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        found.pop(canonicalize_name(name), None)
        return found
    for text in requirements:
        requirement = Requirement(text)
        marker = requirement.marker
        wanted = [
            extra
            for extra in extras
            if marker is None or marker.evaluate({"extra": extra})
        ]
        needed = canonicalize_name(requirement.name)
        known = found.get(needed, set())
        if wanted and (needed not in found or not requirement.extras <= known):
            found[needed] = known | requirement.extras
            packages_of(needed, {"", *requirement.extras}, found)
    return found


def licence_of(name):
    """Return all that a package's metadata say about its licence, as one text."""
    about = metadata.metadata(name)
    texts = [about.get("License-Expression") or "", (about.get("License") or "")[:100]]
    classifiers = about.get_all("Classifier") or []
    texts += [text for text in classifiers if text.startswith("License ::")]
    return " ".join(texts)


@pytest.fixture
def notice(repository):
    """Return the licences in NOTICE: by heading, then by the name of the package."""
    listed, heading = {}, None
    for line in (repository / "NOTICE").read_text(encoding="utf-8").splitlines():
        title = line.split(",")[0]
        if title in HEADINGS:
            heading = listed.setdefault(HEADINGS[title], {})
        elif line.startswith("===") and heading is not None:
            break
        elif line.startswith("    ") and heading is not None:
            name, licence = line.split(maxsplit=1)
            heading[canonicalize_name(name)] = licence
    return listed


@pytest.mark.parametrize("extra", FOR_USERS)
def test_notice_names_every_package_that_users_get(notice, extra):
    needed = set(packages_of("liverdeck", {"", extra}))
    assert needed - set(notice[""]) - set(notice[extra]) == set()


@pytest.mark.parametrize("extra", FOR_USERS)
def test_notice_names_each_copyleft_licence(notice, extra):
    for name in packages_of("liverdeck", {extra}):
        if COPYLEFT.search(licence_of(name)):
            assert COPYLEFT.search(notice[""].get(name) or notice[extra][name])


def test_notice_names_no_package_that_is_not_needed(notice):
    for extra in FOR_USERS:
        assert set(notice[extra]) <= set(packages_of("liverdeck", {"", extra}))


def test_users_get_no_package_under_the_gpl_or_agpl():
    for name in packages_of("liverdeck", set(FOR_USERS)):
        assert not re.search(r"\bA?GPL|Affero", licence_of(name)), name


def test_notice_names_the_tools_of_developers_with_a_copyleft_licence(notice):
    needed = packages_of("liverdeck", set(FOR_DEVELOPERS))
    found = {name for name in needed if COPYLEFT.search(licence_of(name))}
    listed = {name for names in notice.values() for name in names}
    assert found - listed == set()
