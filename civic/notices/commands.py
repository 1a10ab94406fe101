"""`civic mail show`: one message whole, with its links, for the operator."""

from __future__ import annotations

import sys
from typing import Any

import click
from flask.cli import with_appcontext

from civic.database import db, writing
from civic.record.actions import record


def add_to(cli: click.Group) -> None:
    cli.add_command(mail)


@click.group()
def mail() -> None:
    """The outbox."""


@mail.command("list")
@with_appcontext
def list_messages() -> None:
    """List the messages: id, state, attempts, subject."""
    from civic.notices.queries import messages_in

    messages, has_more = messages_in("", 1)
    for message in messages:
        click.echo(f"{message.id}  {message.state:7} {message.attempts:3}  {message.subject}")
    if not messages:
        click.echo("No messages.", err=True)
    if has_more:
        click.echo("These are the latest 50.", err=True)


@mail.command(context_settings={"ignore_unknown_options": True})  # an id may begin with a dash
@click.argument("id")
@with_appcontext
def show(id: str) -> None:
    """Print a message with recipient and links. The public record says that somebody looked."""
    from civic.notices.actions import words_of
    from civic.notices.models import Message

    with writing():
        message = db.session.get(Message, id)
        if message is None:
            raise NotFound(f"There is no message {id}. `civic mail list` lists them.")
        words = words_of(message)
        if words is None:
            raise click.ClickException("Recipient and words are erased: a message keeps them until it is sent, and four days at most.")
        record("access.privileged", message, by="system", what="outbox", reason="repair", n=1)
        subject = message.subject
    click.echo(f"To: {words[0]}\nSubject: {subject}\n\n{words[1]}")


@mail.command()
@click.argument("file", type=click.File("rb"), default="-")
@with_appcontext
def bounced(file: Any) -> None:
    """Take in a delivery report that a mail server returned: nothing more is sent to that address."""
    from civic.notices.bounces import take_report

    with writing():
        message = take_report(file.read())
        click.echo(f"{message.id}  came back ({message.failure}). Nothing more is sent to that address.")


@mail.command()
@with_appcontext
def release() -> None:
    """Let an address take mail again. The address is read from standard input, so that it stands in no list of commands."""
    from civic.notices.suppression import release as let_go

    address = sys.stdin.readline().strip()
    with writing():
        if not let_go(address):
            raise NotFound("That address is not on the list of those that take no mail.")
        record("address.released", by="system")
    click.echo("The address takes mail again.")


class NotFound(click.ClickException):
    exit_code = 3
