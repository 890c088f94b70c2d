"""The demo's providers of payouts: all of them on this machine, paying nobody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fairpanel.engines.fake_provider import KEYS, Book, FakeProvider

ARRIVES_SECONDS = 6.0


@contextmanager
def providers(home: Path) -> Iterator[Callable[[str], None]]:
    """They run for as long as this; what they paid lies under `home`, and where they are in `home/payouts.toml`.

    Gives what to call with the address of the panel, so that they call back there.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    book = Book(file=home / "paid-by-nobody.json", arrives_seconds=ARRIVES_SECONDS)
    with FakeProvider(book=book) as running:
        settings_file(home).write_text(_settings(running.address), "utf-8")

        def call_back_at(address: str) -> None:
            running.calls_to = f"{address}/money/heard/"

        yield call_back_at


def settings_file(home: Path) -> Path:
    """What FAIRPANEL_PAYOUTS names in the demo."""
    return home / "payouts.toml"


def _settings(address: str) -> str:
    return f"""
[tremendous]
address = "{address}/tremendous"
key = "{KEYS["tremendous"]}"
webhook_key = "{KEYS["webhook"]}"
products = ["ANYTHING"]

[amazon]
address = "{address}/amazon"
partner = "Panel"
key_id = "DEMO"
key = "{KEYS["amazon"]}"

[paypal]
address = "{address}/paypal"
client = "demo"
key = "demo"
webhook = "DEMO"

[balance]
address = "{address}/balance"
key = "{KEYS["balance"]}"

[bank]
name = "Example Market Panel"
iban = "DE89370400440532013000"
"""
