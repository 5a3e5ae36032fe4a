"""Where tests may put a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def public_directory() -> Iterator[Path]:
    """An empty directory that every account may enter; removed afterwards.

    pytest's own are closed to others, and PostgreSQL, which does not run as root, runs under
    another account when root runs the tests.
    """
    with TemporaryDirectory(prefix="kursovod-") as name:
        place = Path(name).resolve()
        place.chmod(0o755)
        yield place
