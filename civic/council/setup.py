from flask import Flask
from flask_babel import lazy_gettext as _l

from civic.council import (  # noqa: F401 - they put their views on the blueprints
    amendment_views,
    citing,
    member_amendment_views,
    member_views,
    process_views,
    views,
    vote_views,
)
from civic.council.importing import enter_imported_votes
from civic.council.routes import bp
from civic.council.waiting import questions_of_members
from civic.desk import DeskPage, put_in_docket_folder, put_on_desk, put_waiting
from civic.dockets.lifecycle import WHEN_PUBLISHED
from civic.permissions import Permission
from civic.web import PERSONAL_LINKS


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(amendment_views.bp)
    app.register_blueprint(member_views.bp)
    app.register_blueprint(member_amendment_views.bp)
    app.register_blueprint(vote_views.bp)
    citing.start()
    if enter_imported_votes not in WHEN_PUBLISHED:
        WHEN_PUBLISHED.append(enter_imported_votes)
    put_on_desk(app, DeskPage("council.bodies", _l("Bodies and members"), Permission.COUNCIL_MANAGE))
    put_in_docket_folder(
        app,
        DeskPage("amendments.every", _l("Amendments"), Permission.VOTE_RECORD),
        DeskPage("council.votes", _l("Motions, roll calls, executive action"), Permission.VOTE_RECORD),
        DeskPage("members.asked", _l("Questions from members"), Permission.ROSTER_KEEP),
        DeskPage("members.conditions", _l("Conditions of members"), Permission.VOTE_RECORD),
        DeskPage("votes.papers", _l("What the members were given"), Permission.PACKET_DELIVER),
        DeskPage("votes.urgency", _l("Urgency: a vote before a required period is over"), Permission.VOTE_RECORD),
    )
    put_waiting(app, questions_of_members, Permission.ROSTER_KEEP)
    link = ("council.member", _l("My dockets"), Permission.MEMBER_HOME)
    if link[0] not in {known[0] for known in PERSONAL_LINKS}:
        PERSONAL_LINKS.append(link)
