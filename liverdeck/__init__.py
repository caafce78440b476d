"""LiverDeck: facts written once and used for Anki cards, quizzes and study sessions.

The public names are listed in `__init__.pyi`. Each is imported at its first use, so
that a command loads only what it needs.
"""

from __future__ import annotations

from liverdeck.base.version import VERSION

__version__ = VERSION


def __getattr__(name: str) -> object:
    """Import a public name.

    Python calls this function for a name that the module does not have yet.
    """
    from liverdeck.base.public_names import modules_by_public_name

    modules = modules_by_public_name()
    if name == "__all__":
        return [*modules, "__version__"]
    if name not in modules:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)

    from importlib import import_module

    value = getattr(import_module(modules[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    from liverdeck.base.public_names import modules_by_public_name

    return [*modules_by_public_name(), "__version__"]
