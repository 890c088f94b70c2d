"""Logs: one line of JSON an event, to standard error, without a person in it."""

import logging
import logging.config
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import structlog
from django.http import HttpRequest

# Values under these names are people's; they never reach a log, whoever puts them there.
FRAMES_MAX = 8
PRIVATE = frozenset({"email", "mail", "name", "address", "phone", "code", "text", "picture", "words", "ip", "body"})


def without_people(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """A structlog processor that drops what is personal by its name."""
    return {key: "[removed]" if key in PRIVATE else value for key, value in event.items()}


def fault_without_words(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """A structlog processor that tells where an exception arose, never what it said: that may be a person's words."""
    fault = event.pop("exc_info", None)
    if fault is True:
        fault = sys.exc_info()
    error = fault[1] if isinstance(fault, tuple) else fault
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["fault"] = type(error).__name__
        event["where"] = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-FRAMES_MAX:]]
    event.pop("exception", None)
    event.pop("stack_info", None)
    return event


def address_without_what_it_names(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """A structlog processor that tells of a page its pattern, never its address: that has codes and numbers in it.

    Django names the address of whatever it refuses. Of a page that is not there nothing is told.
    """
    request = getattr(event.get("_record"), "request", None)
    if isinstance(request, HttpRequest):
        page = f"/{request.resolver_match.route}" if request.resolver_match else "an unknown page"
        event["event"] = str(event["event"]).replace(request.path, page)
    return event


def configure(_settings: dict[str, Any]) -> None:
    """Set up structlog and the standard library's logging over it."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            address_without_what_it_names,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            fault_without_words,
            without_people,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("fairpanel").setLevel(logging.INFO)
    # Addresses with a member's mail or an id in them would be personal; the access log is the proxy's business.
    logging.getLogger("uvicorn.access").disabled = True
