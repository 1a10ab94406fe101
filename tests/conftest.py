"""One application per test process; every test gets a fresh copy of a migrated database, and commits for real.

``CIVIC_TEST_DATABASE=postgresql`` runs the same tests on a PostgreSQL that the tests start themselves.
"""

from __future__ import annotations

import functools
import gc
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

gc.disable()  # until everything is loaded
os.environ.setdefault("CIVIC_TEST_UNSAFE", "1")  # a test's own database may be lost with the power

from civic import create_app, load_settings  # noqa: E402
from civic.clock import pretend  # noqa: E402
from tests.browsing import TestBrowser  # noqa: E402
from tests.databases import keep_compiled_templates, make_database  # noqa: E402
from tests.demonstration.arrange import loaded, on_loopback  # noqa: E402, F401 - fixtures

# A busy machine draws examples slowly; that is no fault of what is tested.
settings.register_profile("civic", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.load_profile("civic")
QUICK_PASSWORDS = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
NOW = datetime(2026, 10, 3, 14, 0, tzinfo=UTC)  # a Saturday morning in the city


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """What needs the demonstration is slow, because it is loaded first. What needs no database is the same on any; the
    run on PostgreSQL leaves it to the one on SQLite. After they are put in a random order, what others wait for begins, and
    the slow ones come before the many quick ones, so that no process ends long after the other.
    """
    for item in items:
        if "loaded" in getattr(item, "fixturenames", ()):
            item.add_marker("slow")
    if os.environ.get("CIVIC_TEST_DATABASE") == "postgresql":
        config.hook.pytest_deselected(items=[item for item in items if "database" not in getattr(item, "fixturenames", ())])
        items[:] = [item for item in items if "database" in getattr(item, "fixturenames", ())]
    yield
    items.sort(key=lambda item: (item.name != "test_the_demonstration_says_that_it_is_loaded", item.get_closest_marker("slow") is None))


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """What walks through one site stays in one process, so that it is served once; and what needs the demonstration too, so that
    it is loaded once while the other process does the rest. Every other test goes anywhere.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if file.endswith(("/test_cast_walk.py", "/test_consultation_walk.py")):
            return f"{file} {'without' if 'without scripts' in test else 'with'} scripts"
        if file.endswith("/test_queue_keys.py"):
            return file
        return "demonstration" if names_the_demonstration(file) else nodeid


@functools.cache
def names_the_demonstration(file: str) -> bool:
    """Whether a test in this file asks for the fixture ``loaded``; the process that hands out the tests has only their names."""
    return re.search(r"""[( ]loaded[,:)]|"loaded\"""", (Path(__file__).parent.parent / file).read_text()) is not None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together:
    if config.getoption("markexpr") == "browser":
        config.option.loadscopereorder = False  # the order of tests/browser/conftest.py
    return Together(config, log)


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: the garbage collector need not look through it again and again."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def database() -> Iterator[object]:
    with make_database() as made:
        yield made


@pytest.fixture(scope="session")
def session_app(database: object) -> Iterator[Flask]:
    folder = Path(tempfile.mkdtemp(prefix="civic-test-"))
    keep_compiled_templates(folder)
    settings = load_settings().from_environment(
        {
            "CIVIC_DATA": str(folder), "CIVIC_DATABASE_URL": database.url, "CIVIC_SECRET_KEY": "t" * 64,
            "CIVIC_LOG_LEVEL": "ERROR",
        }
    )  # fmt: skip
    app = create_app(settings, TESTING=True, PROPAGATE_FAULTS=True, SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=QUICK_PASSWORDS)
    yield app
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def app(session_app: Flask, database: object) -> Iterator[Flask]:
    """The application on a fresh database, inside an application context whose transaction may write."""
    from civic.database import _writing, db

    with session_app.app_context():
        database.reset(db.engine)
        token = _writing.set(True)
        with pretend(NOW):
            yield session_app
        db.session.rollback()
        _writing.reset(token)


@pytest.fixture
def browser(app: Flask) -> TestBrowser:
    """A browser with its own cookies. What the test arranged must be kept first: ``keep()`` or the browser does it."""
    return TestBrowser(app)


@pytest.fixture
def another_browser(app: Flask) -> TestBrowser:
    return TestBrowser(app)


@pytest.fixture
def keep(app: Flask):
    """Commit what the test has arranged."""
    from civic.database import db

    return db.session.commit


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data for trials; only where it lies beside the repository."""
    folder = Path(os.environ.get("CIVIC_SHARED_DATA", Path(__file__).parent.parent.parent / "shared" / "data"))
    if not folder.exists():
        pytest.skip("the folder with real data is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def shared_design() -> Path:
    folder = Path(__file__).parent.parent.parent / "shared" / "design"
    if not folder.exists():
        pytest.skip("the design folder is not beside this checkout")
    return folder
