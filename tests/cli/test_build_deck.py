import shutil
import subprocess
import sys

import pytest


def test_the_example_says_what_it_made_and_where(repository, tmp_path):
    process = subprocess.run(
        [sys.executable, repository / "build_deck.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout.startswith(f"Made {tmp_path}/dist/liver-metastasis.apkg: ")
    assert "notes with" in process.stdout
    assert (tmp_path / "dist" / "liver-metastasis.apkg").stat().st_size > 1000


def test_the_example_is_short(repository):
    assert len((repository / "build_deck.py").read_text().splitlines()) <= 25


@pytest.fixture
def checkout(repository, tmp_path):
    """Return the folder of a checkout with only the example and its deck."""
    shutil.copytree(repository / "cards", tmp_path / "checkout" / "cards")
    shutil.copy(repository / "build_deck.py", tmp_path / "checkout")
    return tmp_path / "checkout"


def run_in(folder):
    return subprocess.run(
        [sys.executable, "build_deck.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_example_runs_at_the_root_of_a_checkout(checkout):
    process = run_in(checkout)
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.startswith(f"Made {checkout}/dist/liver-metastasis.apkg: ")
    assert (checkout / "dist" / "liver-metastasis.apkg").exists()


def test_two_runs_make_the_same_package(checkout):
    packages = []
    for _ in range(2):
        assert run_in(checkout).returncode == 0
        packages.append((checkout / "dist" / "liver-metastasis.apkg").read_bytes())
    assert packages[0] == packages[1]


def test_a_broken_deck_is_an_error_and_makes_no_package(checkout):
    (checkout / "cards" / "liver-metastasis" / "99-broken.yaml").write_text("a: b: c")
    process = run_in(checkout)
    assert (process.returncode, process.stdout) == (1, "")
    assert "99-broken.yaml:1:5: not YAML" in process.stderr
    assert "Traceback" not in process.stderr
    assert not (checkout / "dist").exists()


def test_a_missing_ledger_is_an_error(checkout):
    (checkout / "cards" / "liver-metastasis" / "deck.lock").unlink()
    process = run_in(checkout)
    assert (process.returncode, process.stdout) == (1, "")
    assert "deck.lock:1:1: the ledger is missing; restore it" in process.stderr
