"""What all tests share: their order."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first, the browser last.

    Playwright's synchronous API keeps an event loop running in this thread, in which no asynchronous test
    could start one of its own.
    """
    rooms = ["codebase", "unit", "models", "server", "browser"]
    items.sort(key=lambda item: rooms.index(item.path.relative_to(item.config.rootpath / "tests").parts[0]))
