import subprocess
import sys


def test_the_front_door_example_says_what_it_made_and_where(repository, tmp_path):
    done = subprocess.run(
        [sys.executable, repository / "build_deck.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(f"Made {tmp_path}/dist/liver-metastasis.apkg: ")
    assert "notes with" in done.stdout
    assert (tmp_path / "dist" / "liver-metastasis.apkg").stat().st_size > 1000


def test_it_stays_an_example(repository):
    assert len((repository / "build_deck.py").read_text().splitlines()) <= 20
