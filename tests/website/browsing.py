"""A real browser at the real demo: how tests start both, and what a person does in them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, ViewportSize

from fairpanel.reading import drawing

CHROMIUM = shutil.which("chromium")
MUST_RUN = os.environ.get("FAIRPANEL_TESTS_NEED_ALL") == "1"
ARTEFACTS = Path("artefacts")
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=900)
# A browser that asks nobody for anything.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
START_SECONDS_MAX, STOP_SECONDS_MAX, READ_SECONDS_MAX = 90, 40, 90
browses = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        CHROMIUM is None and not MUST_RUN,
        reason="*** THERE IS NO CHROMIUM, SO NO BROWSER TEST RAN: apt-get install chromium ***",
    ),
]


class Demo:
    """`fairpanel demo`, as somebody would start it."""

    def __init__(self, home: Path, *, programme: Path | None = None) -> None:
        self.home = home
        self.programme = programme
        self.address = ""
        self.process: subprocess.Popen[str] | None = None
        # What it said until it served.
        self.said: list[str] = []

    def start(self, port: int) -> float:
        """Start it, and give the seconds until its first page came."""
        begun = time.monotonic()
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "fairpanel", "demo", "--port", str(port),
                *(["--programme", str(self.programme)] if self.programme else []),
            ],
            env={
                **{name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ},
                "HOME": str(self.home), "FAIRPANEL_HOME": str(self.home),
            },
            text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if "Stop with Ctrl-C" in line:
                break
        else:
            raise AssertionError("the demo ended before it served")
        with urlopen(self.address, timeout=START_SECONDS_MAX) as page:  # noqa: S310  # our own address
            assert page.status == HTTPStatus.OK
        return time.monotonic() - begun

    def stop(self) -> int:
        """Ctrl-C, as a person would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(STOP_SECONDS_MAX)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code

    def leftover_processes(self) -> list[str]:
        """Command lines of processes that still speak of this demo's home."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal() and int(entry.name) != os.getpid():
                try:
                    words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
                except OSError:
                    continue
                if str(self.home).encode() in words:
                    found.append(entry.name)
        return found


def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def picture(page: Page, name: str) -> None:
    """Keep what a person would see at this moment."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def receipt_file(home: Path, seed: int, country: str = "GB") -> Path:
    now = datetime.now(UTC)
    drawn = drawing.draw(seed=seed, now=now, country=country, include=("loyalty-number",))
    file = home / f"receipt-{country}-{seed}.jpg"
    file.write_bytes(drawn.jpeg)
    return file


def sign_in(page: Page, address: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()
    outbox = page.context.new_page()
    outbox.goto("/demo/outbox/")
    code = outbox.locator(".code").first.inner_text().strip()
    outbox.close()
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name="Go in").click()


def join(page: Page) -> None:
    page.get_by_text("United Kingdom").click()
    page.locator("label", has=page.locator("input[name=language][value=en]")).click()
    for name, value in (("day", "5"), ("month", "6"), ("year", "1987")):
        page.locator(f"input[name={name}]").fill(value)
    page.get_by_role("button", name="Join").click()


def say_yes(page: Page) -> None:
    page.get_by_role("button", name="Yes, read my receipts").click()
    page.get_by_role("button", name="Yes, a person may look").click()


def send(page: Page, file: Path) -> None:
    page.goto("/receipts/add/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Send receipt").click()
