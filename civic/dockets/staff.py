"""The blueprint of the clerk's pages of this domain; the views stand in four files."""

from flask import Blueprint

bp = Blueprint("dockets", __name__, url_prefix="/staff")
