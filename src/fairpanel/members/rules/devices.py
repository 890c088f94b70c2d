"""What to call a device: the browser and the system, as their makers name them, and nothing finer."""

import re

# The first that is found: browsers name their rivals too.
_BROWSERS = (
    ("Edge", "Edg(A|iOS)?/"), ("Opera", "OPR/|Opera"), ("Samsung Internet", "SamsungBrowser/"), ("Vivaldi", "Vivaldi/"),
    ("Firefox", "Firefox/|FxiOS/"), ("Chrome", "Chrome/|CriOS/|Chromium/"), ("Safari", "Safari/"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("ChromeOS", "CrOS"), ("Windows", "Windows"),
    ("Mac", "Macintosh|Mac OS X"), ("Linux", "Linux|X11"),
)  # fmt: skip


def device_name(user_agent: str) -> str:
    """`Chrome · Android` for what such a browser says of itself; nothing where it names neither."""
    found = (_first(names, user_agent) for names in (_BROWSERS, _SYSTEMS))
    return " · ".join(name for name in found if name)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, mark in names if re.search(mark, user_agent)), "")
