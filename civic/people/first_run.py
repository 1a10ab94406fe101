"""`civic setup`: the seven things that publishing waits for, asked on a terminal or given as options."""

from __future__ import annotations

import sys
from typing import Any

import click
from flask.cli import with_appcontext

from civic.database import Refusal, writing
from civic.permissions import Role


def _option(name: str, help: str, **more: Any) -> Any:
    return click.option(f"--{name}", default=None, help=help, **more)


@click.command()
@_option("city-name", "As it stands at the head of every page.")
@_option("zone", "Time zone, like America/Chicago.")
@_option("seats", "Seats on the council.")
@_option("ward", "One ward with its residents, like 3:32410. Give it once per ward.", multiple=True)
@_option("contact-line", "One way to comment without internet. Give it once per way.", multiple=True)
@_option("response-days", "Days an office has to answer.")
@_option("attorney-sentence", "The sentence at the comment form.")
@_option("administrator", "E-mail address of the first administrator; prints a link.")
@_option("clerk", "E-mail address of the first clerk; prints a link.")
@_option("moderator", "E-mail address of the first moderator; prints a link.")
@click.option("--no-input", is_flag=True, help="Ask nothing; fail naming the option that is missing.")
@with_appcontext
def setup(no_input: bool, ward: tuple[str, ...], contact_line: tuple[str, ...], **given: str | None) -> None:
    """Set the seven things that a city needs before it can publish."""
    from civic.people.policy import SETTINGS, policy, set_policy
    from civic.people.values import read_typed

    given |= {"wards": "\n".join(ward) or None, "contact_lines": "\n".join(contact_line) or None}
    asks = not no_input and on_a_terminal()
    first = ["zone", *(key for key, setting in SETTINGS.items() if setting.required_to_publish and key != "zone")]
    with writing():
        values = {}
        for key in first:
            missing = policy(key) in (None, "", [])
            typed = given[key] if given.get(key) is not None or not (asks and missing) else _ask(SETTINGS[key])
            if not typed and missing:
                raise click.UsageError(f"{_flag(key)} is missing.")
            if typed:
                values[key] = _read(read_typed, SETTINGS[key], typed, key)
        for key, value in values.items():
            if policy(key) != value:
                set_policy(key, value)
        links = [_invite(role, given[role.value], asks) for role in (Role.ADMINISTRATOR, Role.CLERK, Role.MODERATOR)]
    for role, link in [pair for pair in links if pair]:
        click.echo(f"{role.value}: {link}")
    click.echo("The city is set up. Each link works once, for a week, and opens an account.", err=True)


def on_a_terminal() -> bool:
    return sys.stdin.isatty()


def _flag(key: str) -> str:
    return "--" + {"wards": "ward", "contact_lines": "contact-line"}.get(key, key.replace("_", "-"))


def _read(read: Any, setting: Any, typed: str, key: str) -> Any:
    try:
        return read(setting, typed)
    except Refusal as refusal:
        raise click.UsageError(f"{_flag(key)}: {refusal.sentence}") from refusal


def _ask(setting: Any) -> str:
    click.echo(f"\n{setting.label}", err=True)
    if setting.help:
        click.echo(str(setting.help), err=True)
    if setting.kind in ("wards", "lines"):
        click.echo("One per line; an empty line ends it.", err=True)
        return "\n".join(iter(lambda: click.prompt("", default="", show_default=False, err=True).strip(), ""))
    return str(click.prompt("", err=True))


def _invite(role: Role, email: str | None, asks: bool) -> tuple[Role, str] | None:
    """The first account of a role: invited where an address is given, or asked for where nobody has the role."""
    from civic.people.invitations import invite
    from civic.people.queries import accounts_with_role, open_invitations

    has_one = bool(accounts_with_role(role)) or any(invitation.role is role for invitation in open_invitations())
    if email is None and not has_one:
        if not asks:
            raise click.UsageError(f"--{role.value} is missing.")
        email = str(click.prompt(f"E-mail address of the first {role.value}", err=True))
    return (role, invite(email, role)[1]) if email else None
