"""Each guard in docs/updating.md names a function that exists."""

from tests.guards import WITHOUT, owner_of
from tests.update_guards import update_guards


def test_every_guard_of_an_update_has_its_function():
    guards = update_guards()
    assert len(guards) >= 6
    for guard in guards:
        owner, name = owner_of(guard.function)
        assert callable(getattr(owner, name)), guard.id
        assert guard.without in WITHOUT, guard.id
