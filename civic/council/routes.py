"""The blueprint that the pages of this domain share; their views stand in several files."""

from flask import Blueprint

bp = Blueprint("council", __name__)
