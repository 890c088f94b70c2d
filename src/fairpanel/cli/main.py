"""The group of all commands; a command's file is imported only when it is asked for."""

import importlib
import signal
from typing import Any

import click

import fairpanel
from fairpanel.kit.problems import Problem

# Each name is the file beside this one that holds it, in the order in which a newcomer needs them.
COMMANDS = (
    "demo",
    "read",
    "serve",
    "work",
    "mail",
    "migrate",
    "submit",
    "member",
    "rewards",
    "payouts",
    "ledger",
    "programme",
    "privacy",
    "vault",
    "recruit",
)


class Commands(click.Group):
    """Commands that are loaded when called, so that `--help` and `--version` answer at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"fairpanel.cli.{cmd_name}"), cmd_name)
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            raise click.ClickException(str(problem)) from problem


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(fairpanel.__version__, prog_name="fairpanel")
def main() -> None:
    """Run your own consumer panel, and treat the people in it fairly.

    \b
    To see it work:            fairpanel demo
    To read a receipt:         fairpanel read photo.jpg
    To run a panel for real:   fairpanel migrate, then fairpanel serve and fairpanel work, side by side
    """  # noqa: D301 - click's mark for a paragraph that is not wrapped
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end_in_good_order)


def _end_in_good_order(number: int, _frame: object) -> None:
    """A closed terminal or a supervisor ends a program as Ctrl-C does: what it started ends too."""
    raise SystemExit(128 + number)
