"""Where a reload leads on a page that answered a form: an address that only takes forms has no page of its own."""

from __future__ import annotations

import re

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, Rule


def way_back() -> str:
    """This address where it has a page, else the nearest one above it that has; forms stand at the page that they belong to."""
    path, adapter = request.path, _adapter()
    while path != "/" and (only_takes_forms(path) or _rule_of(adapter, path, "GET") is None):
        path = path.rstrip("/").rpartition("/")[0] or "/"
    return request.root_path.rstrip("/") + path


def only_takes_forms(path: str) -> bool:
    """Whether a form is sent there and no page stands there, though an address with an argument in its place may read it as one."""
    adapter = _adapter()
    form, shown = _rule_of(adapter, path, "POST"), _rule_of(adapter, path, "GET")
    return form is not None and "GET" not in (form.methods or ()) and (shown is None or _shape(shown) != _shape(form))


def _adapter() -> MapAdapter:
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    return adapter


def _rule_of(adapter: MapAdapter, path: str, method: str) -> Rule | None:
    try:
        return adapter.match(path, method=method, return_rule=True)[0]
    except HTTPException:  # none there, or only another address
        return None


def _shape(rule: Rule) -> str:
    return re.sub(r"<[^>]*>", "<>", rule.rule)
