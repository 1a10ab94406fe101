"""A docket with one letter that several people sent, sorted in as the worker does it."""

from __future__ import annotations

from civic.campaigns.arriving import anything_arrived, look_at_arrivals
from civic.campaigns.models import Family
from civic.campaigns.queries import family_on
from civic.comments.models import Comment
from civic.dockets.models import Docket
from tests.factories import make_comment, make_docket

LETTER = (
    "Please keep the rule that a department asks the council before it buys a camera that reads faces. Open hearings cost an evening, "
    "and hidden purchases cost trust for years. The rule worked last year when the library was asked first, and nobody was harmed by waiting."
)
OWN = "My mother was stopped in March because a machine thought it knew her."


def sort_in_everything() -> None:
    for _turn in range(5):
        if not anything_arrived():
            return
        look_at_arrivals()
    raise AssertionError("some comments are looked at again and again")


def make_campaign(copies: int = 4, **more: object) -> tuple[Docket, list[Comment]]:
    """``copies`` word for word, one with own words, one unlike; the family has the number 1."""
    docket = make_docket()
    comments = [make_comment(docket, LETTER, **more) for _ in range(copies)]
    comments.append(make_comment(docket, f"{LETTER}\n\n{OWN}", **more))
    comments.append(make_comment(docket, "I walk to work and have never seen a camera there. What would change for me?"))
    sort_in_everything()
    return docket, comments


def the_family(docket: Docket, n: int = 1) -> Family:
    family = family_on(docket, n)
    assert family is not None
    return family
