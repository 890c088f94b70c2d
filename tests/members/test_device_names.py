"""A device has the plain name of its browser and system; what else a browser says of itself is nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.members.rules import device_name

MOZILLA = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (f"{MOZILLA} (Linux; Android 14; Pixel 8) Chrome/130.0.0.0 Mobile Safari/537.36", "Chrome · Android"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1", "Safari · iPhone"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 18_1 like Mac OS X) CriOS/130 Safari/604.1", "Chrome · iPhone"),
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15", "Safari · Mac"),
        (f"{MOZILLA} (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox · Linux"),
        (f"{MOZILLA} (X11; CrOS x86_64 14541) Chrome/130.0.0.0 Safari/537.36", "Chrome · ChromeOS"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_has_a_plain_name(said: str, name: str) -> None:
    assert device_name(said) == name


@given(st.text(max_size=300))
def test_nothing_of_what_a_browser_says_comes_through(said: str) -> None:
    known = "Edge Opera Samsung Internet Vivaldi Firefox Chrome Safari iPhone iPad Android ChromeOS Windows Mac Linux ·"

    assert set(device_name(said).split()) <= set(known.split())
