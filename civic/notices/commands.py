"""`civic mail show`: one message whole, with its links, for the operator."""

from __future__ import annotations

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


@mail.command()
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
            raise click.ClickException("Recipient and words are erased: a message keeps them until it is sent, and a day at most.")
        record("access.privileged", message, by="system", what="outbox", reason="repair", n=1)
        subject = message.subject
    click.echo(f"To: {words[0]}\nSubject: {subject}\n\n{words[1]}")


class NotFound(click.ClickException):
    exit_code = 3
