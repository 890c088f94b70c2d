"""Mails a second that are accepted, beside a bare aiosmtpd that throws all of them away, in the same run.

    .venv/bin/python bench/mail.py [--mails 1000] [--senders 8] [--rounds 3]

Real SMTP on loopback, one connection for each mail as most servers keep it. Ours says 250 once the mail is sealed in
the vault and its row and its work are committed, with everything synced to the disk; the bare server says so at once.
"""

from __future__ import annotations

import argparse
import os
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ASKED_A_SECOND = 50
BARE = """
import asyncio, sys
from aiosmtpd.smtp import SMTP

class Sink:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"

async def serve():
    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: SMTP(Sink(), hostname="bare", loop=loop), "127.0.0.1", int(sys.argv[1]))
    await asyncio.Event().wait()

asyncio.run(serve())
"""
MEMBERS = """
import sys
from datetime import UTC, date, datetime
from fairpanel.website.start import start
start()
from fairpanel.consent.actions import answer
from fairpanel.consent.values import Purpose, current_version
from fairpanel.members.actions import enrol, join
from fairpanel.members.models import Role
from fairpanel.programme import preset
from fairpanel.receipts.mail import actions
now = datetime.now(UTC)
for number in range(int(sys.argv[1])):
    member = enrol(email=f"p{number}@example.org", role=Role.PANELIST, language="en", now=now)
    join(member=member, programme=preset("fair"), region="DE", language="en", born=date(1990, 1, 1), today=now.date())
    version = current_version(Purpose.RECEIPTS)
    answer(member=member, purpose=Purpose.RECEIPTS, version=version, granted=True, now=now)
    print(actions.give_address(member=member, random=number.to_bytes(10, "big"), now=now))
"""
# So many that none has more waiting than are taken: nobody opens them here.
PANELISTS = 64
TO_ONE_MAX = 100


def mail(number: int, kilobytes: int) -> bytes:
    """An order as a page, made as long as orders are."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = "shop@shop.example", "p@example.org", "Your order"
    message["Message-ID"] = f"<{number}@shop.example>"
    message.set_content(f"<p>Order {number}</p><p>Total 5,00</p>" + "<p>words</p>\n" * (kilobytes * 70), subtype="html")
    return bytes(message)


def per_second(port: int, mails: list[bytes], to: list[str], senders: int) -> float:
    """How many were accepted in a second."""

    def send(place: int) -> None:
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
            client.sendmail("p@example.org", [to[place % len(to)]], mails[place])

    begun = time.perf_counter()
    with ThreadPoolExecutor(senders) as threads:
        list(threads.map(send, range(len(mails))))
    return len(mails) / (time.perf_counter() - begun)


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    """A server on that port, by the number of its process."""
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                assert process.poll() is None, "the server ended"
                time.sleep(0.1)
            else:
                break
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)


def processor_seconds(pid: int) -> float:
    """What a process has taken of processors so far, all its threads together."""
    after_name = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def main() -> None:
    """Run both, by turns."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--senders", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kilobytes", type=int, default=40)
    said = parser.parse_args()
    port, bare_port = free_port(), free_port()
    with tempfile.TemporaryDirectory(prefix="fairpanel-bench-") as home:
        environment = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ} | {
            "HOME": home, "FAIRPANEL_HOME": home, "FAIRPANEL_MAIL_IN_DOMAIN": "in.example",
            "FAIRPANEL_MAIL_IN_LISTEN": f"smtp://127.0.0.1:{port}",
        }  # fmt: skip
        ours = [sys.executable, "-m", "fairpanel"]
        subprocess.run([*ours, "migrate"], env=environment, check=True, stderr=subprocess.DEVNULL)
        made = subprocess.run(
            [sys.executable, "-c", MEMBERS, str(PANELISTS)], env=environment, check=True, text=True, capture_output=True
        )
        to = made.stdout.split()
        bare = [sys.executable, "-c", BARE, str(bare_port)]
        told: dict[str, list[float]] = {"fairpanel mail": [], "to one panelist": [], "bare aiosmtpd": []}
        taken: dict[str, list[float]] = {name: [] for name in told}
        with running([*ours, "mail"], port, environment) as us, running(bare, bare_port, environment) as it:
            for turn in range(said.rounds):
                first = turn * 2 * said.mails
                one = to[turn % len(to)]
                for name, at, addresses in (
                    ("fairpanel mail", port, to), ("to one panelist", port, [one]), ("bare aiosmtpd", bare_port, to),
                ):  # fmt: skip
                    first += said.mails if name == "to one panelist" else 0
                    count = min(said.mails, TO_ONE_MAX) if name == "to one panelist" else said.mails
                    mails = [mail(first + number, said.kilobytes) for number in range(count)]
                    server = us if at == port else it
                    before = processor_seconds(server)
                    told[name].append(per_second(at, mails, addresses, said.senders))
                    taken[name].append(1000 * (processor_seconds(server) - before) / count)
    for name, speeds in told.items():
        each = statistics.median(taken[name])
        print(
            f"{name:<16} {statistics.median(speeds):7.0f} mails a second  ({min(speeds):.0f} to {max(speeds):.0f});"
            f" {each:.1f} ms of a processor each, so {1000 / each:.0f} a second if nobody else used it"
        )
    accepted = statistics.median(told["fairpanel mail"])
    share = accepted / statistics.median(told["bare aiosmtpd"])
    print(
        f"asked for: {ASKED_A_SECOND} a second; accepted {accepted:.0f}, which is {share:.0%} of what the bare one did"
    )
    sys.exit(0 if accepted >= ASKED_A_SECOND else 1)


if __name__ == "__main__":
    main()
