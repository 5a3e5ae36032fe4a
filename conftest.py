"""What the tests and the proofs have in common."""

import gc

import pytest

LONGEST = (
    "tests/screens/",
    "tests/browser/",
    "tests/test_process.py",
    "tests/test_rules.py",
    "tests/api/test_walkthrough.py",
    "tests/db/test_embedded.py",
    "tests/roles/",
)
"""They begin, for one that began last would be waited for alone."""

# Collecting makes millions of objects, and all of them stay: to look for garbage among them takes
# a third of its time.
gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda it: not it.nodeid.startswith(LONGEST))


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    gc.freeze()
    gc.enable()
