"""`civic setup` and `civic user …`: the same things as on the pages, from a terminal."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import sqlalchemy as sa
from flask.cli import ScriptInfo

from civic.cli import cli
from civic.database import Refusal, db
from civic.people.models import AccountInvitation, PolicySetting
from civic.people.policy import policy, settings_missing
from civic.people.queries import account_by_email
from tests.cast import milo, office

FLAGS = [
    "--city-name", "City of Alder", "--zone", "America/Chicago", "--seats", "13", "--ward", "1:30000", "--ward", "2:31000",
    "--contact-line", "Phone 555-0100", "--response-days", "10", "--attorney-sentence", "It becomes a public record.",
    "--administrator", "ada@city.example", "--clerk", "cleo@city.example", "--moderator", "moss@city.example",
]  # fmt: skip


def run(app, *words: str, **more):  # type: ignore[no-untyped-def]
    return app.test_cli_runner().invoke(cli, list(words), obj=ScriptInfo(create_app=lambda: app), **more)


def test_setup_with_options_sets_the_seven_things(app) -> None:
    done = run(app, "setup", "--no-input", *FLAGS)
    assert done.exit_code == 0, done.output
    assert [one.key for one in settings_missing()] == ["accounts"]  # the links were not used yet
    assert policy("wards") == [{"name": "1", "residents": 30000}, {"name": "2", "residents": 31000}]
    assert done.stdout.count("/invitation/") == 3


def test_on_a_terminal_setup_asks_for_what_is_missing(app, monkeypatch) -> None:
    monkeypatch.setattr("civic.people.first_run.on_a_terminal", lambda: True)
    typed = ["America/Chicago", "City of Alder", "13", "1: 30000", "2: 31000", "", "Phone 555-0100", "", "10", "It becomes public."]
    done = run(app, "setup", input="\n".join([*typed, "ada@city.example", "cleo@city.example", "moss@city.example", ""]))
    assert done.exit_code == 0, done.output
    assert policy("city_name") == "City of Alder" and len(policy("wards")) == 2 and done.stdout.count("/invitation/") == 3


def test_setup_again_changes_nothing_that_is_equal(app) -> None:
    run(app, "setup", "--no-input", *FLAGS)
    rows = db.session.scalar(sa.select(sa.func.count()).select_from(PolicySetting))
    done = run(app, "setup", "--no-input")
    assert done.exit_code == 0, done.output
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PolicySetting)) == rows
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AccountInvitation)) == 3


@pytest.mark.parametrize("flag", ["--zone", "--seats", "--ward", "--contact-line", "--attorney-sentence", "--moderator"])
def test_without_input_the_missing_option_is_named_and_nothing_is_set(app, flag: str) -> None:
    given = list(FLAGS)
    while flag in given:
        del given[given.index(flag) : given.index(flag) + 2]
    done = run(app, "setup", "--no-input", *given)
    assert done.exit_code == 2 and f"{flag} is missing." in done.output
    assert policy("city_name") is None


def test_a_wrong_value_names_its_option(app) -> None:
    given = ["thirteen" if word == "13" else word for word in FLAGS]
    done = run(app, "setup", "--no-input", *given)
    assert done.exit_code == 2 and "--seats: Enter a whole number." in done.output
    assert policy("city_name") is None


def test_a_user_is_invited_into_an_office(app, keep, browser) -> None:
    office("Chief of Police", "Police Department")
    keep()
    done = run(app, "user", "invite", "chief@city.example", "--role", "respondent", "--office", "Chief of Police")
    assert done.exit_code == 0 and browser.open("/" + done.stdout.strip().split("/", 3)[3]).shows("Chief of Police")
    assert run(app, "user", "invite", "x@city.example", "--role", "respondent", "--office", "Nobody").exit_code == 1


def test_a_user_with_an_account_is_not_invited(app, keep) -> None:
    email = milo().email
    keep()
    assert isinstance(run(app, "user", "invite", email, "--role", "clerk").exception, Refusal)


def test_a_user_is_added_with_a_password(app) -> None:
    done = run(app, "user", "add", "ada@city.example", "--name", "Ada", "--role", "administrator")
    assert done.exit_code == 0 and len(done.stdout.strip()) >= 12 and account_by_email("ada@city.example") is not None




def test_no_command_makes_accounts_or_roles_past_the_record(app) -> None:
    """I-2 and I-38: the library's own `users` and `roles` would do it without an event and without the table of roles."""
    assert not {"users", "roles"} & set(app.cli.commands)


def test_an_invitation_goes_to_an_address(app) -> None:
    done = run(app, "user", "invite", "nobody", "--role", "clerk")
    assert isinstance(done.exception, Refusal) and "This is not an e-mail address." in done.exception.sentence
    assert db.session.scalars(sa.select(AccountInvitation)).all() == []


@pytest.mark.slow
def test_a_folder_without_tables_gets_a_sentence(tmp_path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CIVIC_")}
    done = subprocess.run(
        [sys.executable, "-m", "civic", "setup", "--no-input"], env=kept | {"CIVIC_DATA": str(tmp_path)}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1 and "civic db upgrade" in done.stderr and "Traceback" not in done.stderr
