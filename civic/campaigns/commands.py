"""`civic campaigns …`."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from civic.campaigns.arriving import CHUNK, anything_arrived, look_at_arrivals
from civic.campaigns.finding.command import find
from civic.campaigns.looking import keep_survey, survey
from civic.campaigns.models import Fingerprint, Member, SketchOf, ToLookAt
from civic.campaigns.partners import attest
from civic.comments.models import READABLE, Face
from civic.database import NotFound, db, writing
from civic.dockets.models import Docket
from civic.dockets.queries import docket_numbered
from civic.people.models import Account
from civic.people.queries import account_by_email
from civic.permissions import Role


def add_to(cli: click.Group) -> None:
    cli.add_command(campaigns)


@click.group()
def campaigns() -> None:
    """Families of comments that share a letter."""


campaigns.add_command(find)


@campaigns.command("rebuild")
@click.option("--docket", "number", help="Only this docket.")
@click.option("--anew", is_flag=True, help="Forget what the computer found before; what people decided stays.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_appcontext
def rebuild(number: str | None, anew: bool, as_json: bool) -> None:
    """Look at every comment that was not looked at, then at each docket as a whole.

    Commits once per 200 comments, so a run that was stopped goes on where it stopped.
    """
    from civic.cli import answer

    docket = docket_numbered(number) if number else None
    if number and docket is None:
        raise NotFound(f"There is no docket {number}.")
    ids = [docket.id] if docket else list(db.session.scalars(sa.select(Docket.id)))
    if anew:
        with writing():
            for docket_id in ids:
                forget(docket_id)
    done, total = 0, db.session.scalar(sa.select(sa.func.count()).select_from(Face).where(Face.state.in_(READABLE))) or 0
    db.session.rollback()
    while anything_arrived():
        db.session.rollback()
        with writing():
            done += look_at_arrivals(CHUNK)
        db.session.remove()
        print(f"\rlooked at {done} of {total}", end="", file=sys.stderr, flush=True)  # noqa: T201
    new = 0
    for docket_id in ids:
        found = survey(db.session.get_one(Docket, docket_id))
        db.session.rollback()
        with writing():
            new += keep_survey(db.session.get_one(Docket, docket_id), found)
    answer({"comments": done, "new": new}, as_json, f"Looked at {done} comments; {new} new groups of phrases or paragraphs.")


@campaigns.command("attest")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--docket", "number", required=True, help="The docket that takes the file's comments.")
@click.option("--partner", required=True, help="The organization that collected the comments.")
@click.option("--officer", required=True, help="Who stated for it that each person agreed to the words: name and office.")
@click.option("--by", "email", required=True, help="The clerk's account that stands in the record.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_appcontext
def attest_(file: Path, number: str, partner: str, officer: str, email: str, as_json: bool) -> None:
    """Say which partner handed in FILE; its name and its number of comments are public with the docket's campaigns."""
    from civic.cli import answer

    docket, clerk = docket_numbered(number), account_by_email(email)
    if docket is None or clerk is None or Role.CLERK not in clerk.role_names:
        raise NotFound("There is no such docket, or no such clerk.")
    docket_id, clerk_id = docket.id, clerk.id
    db.session.rollback()
    with writing():
        made = attest(db.session.get_one(Docket, docket_id), sha256(file.read_bytes()).digest(), partner=partner, officer=officer, by=db.session.get_one(Account, clerk_id))
        data = {"partner": made.partner, "officer": made.officer, "source": made.source_digest.hex()}
    answer(data, as_json, f"{data['partner']} stands for {file.name}. Its number of comments is public with the docket's campaigns.")


def forget(docket_id: str) -> None:
    """What the computer found on a docket; suggestions without members are dissolved by the next look."""
    db.session.execute(sa.delete(Member).where(Member.docket_id == docket_id, Member.by_person.is_(False)))
    for model in (Fingerprint, SketchOf):
        db.session.execute(sa.delete(model).where(model.__table__.c.docket_id == docket_id))
    waiting = sa.select(ToLookAt.comment_id)
    again = sa.select(Face.comment_id).where(Face.docket_id == docket_id, Face.comment_id.not_in(waiting))
    db.session.execute(sa.insert(ToLookAt).from_select(["comment_id"], again))
    db.session.flush()
