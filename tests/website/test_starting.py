"""A demo that touches nothing real, people who are let in by name, and programs that end with all they started."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from fairpanel.cli import main
from fairpanel.engines.embedded_postgres.server import Server
from fairpanel.members.models import Member, Role
from tests.panel import Panel, wait_for

pytestmark = pytest.mark.xdist_group("panel")


@pytest.fixture
def panel(home: Path) -> Iterator[Panel]:
    panel = Panel(home)
    yield panel
    panel.end()
    panel.server.let_go()


def test_the_demo_takes_nothing_of_a_real_panel_that_the_shell_is_set_up_for(panel: Panel) -> None:
    real = {"DATABASE_URL": "postgresql://me@127.0.0.1:9/real", "FAIRPANEL_PROGRAMME": "shopper-panel-us-2022",
            "FAIRPANEL_MAIL_URL": "smtp://127.0.0.1:9", "FAIRPANEL_HOSTS": "panel.example.org"}  # fmt: skip
    demo = subprocess.Popen(
        [sys.executable, "-m", "fairpanel", "demo", "--port", "0"], env=panel.environment | real, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip

    assert demo.stdout is not None
    said = next((line for line in demo.stdout if "Stop with Ctrl-C" in line), None)
    demo.send_signal(signal.SIGTERM)
    demo.communicate(timeout=60)

    assert said is not None
    assert [file.name for file in panel.home.iterdir()] == ["demo"]
    assert Server(panel.home / "demo" / "postgres").pid() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_server_that_is_told_to_end_takes_its_database_with_it(panel: Panel, number: signal.Signals) -> None:
    panel.migrate()
    server = panel.start("serve", "--port", "0")
    wait_for(lambda: Server(panel.home / "postgres").pid() is not None, seconds=30)
    time.sleep(2)

    server.send_signal(number)
    server.wait(30)

    wait_for(lambda: Server(panel.home / "postgres").pid() is None, seconds=30)


@pytest.mark.django_db
def test_an_operator_is_let_in_by_name() -> None:
    done = CliRunner().invoke(main, ["member", "add", "--role", "operator", "Olivia@example.org"])

    assert done.exit_code == 0, done.output
    assert Member.objects.get(email="olivia@example.org").role == Role.OPERATOR


@pytest.mark.django_db
@pytest.mark.parametrize(("mail", "sentence"), [("olivia", "is not a mail address"), ("", "is not a mail address")])
def test_a_mail_address_that_is_none_is_told(mail: str, sentence: str) -> None:
    done = CliRunner().invoke(main, ["member", "add", "--role", "operator", mail])

    assert done.exit_code == 1
    assert sentence in done.output


@pytest.mark.django_db
def test_somebody_who_is_here_already_is_told(olivia: Member) -> None:
    done = CliRunner().invoke(main, ["member", "add", "--role", "client", olivia.email])

    assert done.exit_code == 1
    assert "already here" in done.output
