"""A backup restored elsewhere is the same installation: every row, every key, every receipt."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from civic import create_app, load_settings
from civic.database import Base, db
from civic.operating import Stopped
from civic.operating.backup import make_backup
from civic.operating.restore import restore_backup
from civic.record.models import Event, SealedText
from civic.record.vault import seal, unseal
from tests.browsing import TestBrowser
from tests.factories import make_docket

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def received(app, browser: TestBrowser) -> tuple[str, str]:
    """A comment sent as a resident sends it: its number and its private code."""
    make_docket()
    browser.open("/d/2026-014/comment").fill("Continue", {"Your comment": "Cameras on my street worry me."})
    browser.press("Skip this and go on").press("Send my comment")
    code = re.search(r"[A-Z]+-\d{5}-[A-Z]+", browser.text)
    assert code is not None
    return browser.find(".receipt code").get_text(), code.group()


def settings_for(folder: Path) -> Any:
    return load_settings().from_environment({"CIVIC_DATA": str(folder), "CIVIC_SECRET_KEY": "t" * 64, "CIVIC_LOG_LEVEL": "ERROR"})


def rows_of(application: Any) -> dict[str, list[Any]]:
    with application.app_context():
        found = {table.name: sorted(map(repr, db.session.execute(sa.select(table)))) for table in Base.metadata.sorted_tables}
        db.session.rollback()
    return found


@pytest.mark.parametrize("name", ["folder", "one.tar", "one.tar.gz"])
def test_a_restored_backup_holds_every_row_and_every_sealed_word(app, keep, received, tmp_path: Path, name: str) -> None:
    id = seal("Words that nobody sees.", "test").id
    keep()
    before = rows_of(app)
    make_backup(tmp_path / name)
    restore_backup(tmp_path / name, settings_for(tmp_path / "new"))
    restored = create_app(settings_for(tmp_path / "new"), TESTING=True)
    assert rows_of(restored) == before
    assert [path for path in (tmp_path / "new").rglob("*") if path.stat().st_mode & 0o077 and path.name not in ("civic.sqlite-shm", "civic.sqlite-wal")] == []
    with restored.app_context():
        assert unseal(db.session.get_one(SealedText, id)) == "Words that nobody sees."
        db.session.rollback()


def test_a_receipt_still_checks_after_a_restore(app, keep, received, tmp_path: Path) -> None:
    number, code = received
    keep()
    make_backup(tmp_path / "one.tar")
    restore_backup(tmp_path / "one.tar", settings_for(tmp_path / "new"))
    elsewhere = TestBrowser(create_app(settings_for(tmp_path / "new"), TESTING=True, PROPAGATE_FAULTS=True))
    elsewhere.open("/check").fill("Check", {"Tracking number": number, "Private code": code})
    assert elsewhere.status == 200 and elsewhere.shows("Cameras on my street worry me."), elsewhere.text
    elsewhere.click("Change my words")
    assert elsewhere.open(f"/c/{number}").shows("Cameras on my street worry me.")


def test_a_backup_can_leave_the_keys_out(app, tmp_path: Path) -> None:
    manifest = make_backup(tmp_path / "public", with_keys=False)
    assert not [name for name in manifest["files"] if "key" in name]
    assert "master.key" in "".join(make_backup(tmp_path / "whole")["files"])


def test_a_backup_is_readable_by_its_owner_only(app, tmp_path: Path) -> None:
    make_backup(tmp_path / "folder")
    make_backup(tmp_path / "one.tar")
    modes = [file.stat().st_mode & 0o077 for file in (tmp_path / "folder", tmp_path / "folder" / "civic.sqlite", tmp_path / "one.tar")]
    assert modes == [0, 0, 0]


def test_nothing_is_overwritten_without_saying_so(app, tmp_path: Path) -> None:
    make_backup(tmp_path / "one.tar")
    with pytest.raises(Stopped, match="add --yes"):
        make_backup(tmp_path / "one.tar")
    make_backup(tmp_path / "one.tar", overwrite=True)
    settings = settings_for(tmp_path / "new")
    restore_backup(tmp_path / "one.tar", settings)
    with pytest.raises(Stopped, match="Add --yes to replace"):
        restore_backup(tmp_path / "one.tar", settings)
    restore_backup(tmp_path / "one.tar", settings, overwrite=True)


def test_a_folder_in_use_is_not_replaced(app, tmp_path: Path) -> None:
    make_backup(tmp_path / "one.tar")
    settings = settings_for(tmp_path / "new")
    restore_backup(tmp_path / "one.tar", settings)
    running = create_app(settings)
    with pytest.raises(Stopped, match="Civic is running"):
        restore_backup(tmp_path / "one.tar", settings, overwrite=True)
    assert rows_of(running) != {}


def test_a_damaged_backup_is_refused_and_nothing_changes(app, tmp_path: Path) -> None:
    make_backup(tmp_path / "folder")
    file = tmp_path / "folder" / "civic.sqlite"
    content = bytearray(file.read_bytes())
    content[5000] ^= 1
    file.write_bytes(content)
    with pytest.raises(Stopped, match="civic.sqlite in the backup is damaged"):
        restore_backup(tmp_path / "folder", settings_for(tmp_path / "new"))
    assert not (tmp_path / "new" / "civic.sqlite").exists() and not list((tmp_path / "new").glob(".restoring-*"))


@pytest.mark.parametrize("spoil", ["missing", "extra", "format", "cut", "nothing"])
def test_what_is_no_whole_backup_is_refused(app, tmp_path: Path, spoil: str) -> None:
    source = tmp_path / "folder"
    make_backup(source)
    if spoil == "missing":
        (source / "keys" / "pepper.key").unlink()
    elif spoil == "extra":
        (source / "keys" / "more.key").write_bytes(b"x")
    elif spoil == "format":
        manifest = json.loads((source / "manifest.json").read_text())
        (source / "manifest.json").write_text(json.dumps(manifest | {"format": "civic-backup/9"}))
    elif spoil == "cut":
        make_backup(tmp_path / "one.tar.gz")
        source = tmp_path / "cut.tar.gz"
        source.write_bytes((tmp_path / "one.tar.gz").read_bytes()[:3000])
    else:
        source = tmp_path / "absent.tar"
    with pytest.raises(Stopped):
        restore_backup(source, settings_for(tmp_path / "new"))
    assert not (tmp_path / "new" / "civic.sqlite").exists()


def test_a_tar_that_climbs_out_of_its_folder_is_refused(app, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "bad.tar", "w") as archive:
        archive.add(__file__, "../escaped")
    with pytest.raises(Stopped):
        restore_backup(tmp_path / "bad.tar", settings_for(tmp_path / "new"))
    assert not (tmp_path / "escaped").exists()


def test_the_inner_log_says_that_a_backup_was_made(app, tmp_path: Path) -> None:
    make_backup(tmp_path / "one.tar")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Event).where(Event.kind == "backup.made")) == 1


def test_a_backup_does_not_copy_itself(app) -> None:
    with pytest.raises(Stopped, match="Name another place"):
        make_backup(app.config["CIVIC"].data / "backups" / "one.tar")
