"""The blueprint that the gathered pages share; their views stand in several files."""

from flask import Blueprint

bp = Blueprint("pages", __name__)
