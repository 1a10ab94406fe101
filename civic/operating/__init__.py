"""What an operator does to a whole installation: back it up, restore it, check it. No tables and no pages."""

from __future__ import annotations

import click


class Stopped(click.ClickException):
    """A command that must not go on; like all that commands say, in English. Exit code 4: refused by a rule."""

    exit_code = 4
