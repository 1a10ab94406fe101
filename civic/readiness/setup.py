from flask import Flask
from flask_babel import lazy_gettext as _l

from civic.council.urgency import IN_THE_WAY
from civic.desk import DeskPage, put_in_docket_folder, put_on_desk, put_waiting
from civic.dockets.commands_publishing import FURTHER_CHECKS
from civic.permissions import Permission
from civic.readiness.queries import fault_on
from civic.readiness.reporting import as_plain, in_the_way
from civic.readiness.tasks import last_days_ahead
from civic.readiness.views import bp


def start(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals["vote_fault"] = fault_on  # the pages of docket and decision stand below this domain
    put_on_desk(app, DeskPage("readiness.ahead", _l("Votes ahead"), Permission.BROWSE))
    put_in_docket_folder(app, DeskPage("readiness.ready", _l("Is the vote ready?"), Permission.LEDGER_SEE))
    put_waiting(app, last_days_ahead, Permission.ROSTER_KEEP)
    if in_the_way not in IN_THE_WAY:
        IN_THE_WAY.append(in_the_way)
    if as_plain not in FURTHER_CHECKS:
        FURTHER_CHECKS.append(as_plain)
