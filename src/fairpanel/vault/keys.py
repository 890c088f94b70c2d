"""The verbs of keys: make one for a panelist, find it, destroy it; and whether the master keys open what is there."""

import hmac
import secrets
from functools import partial
from uuid import UUID, uuid4

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection
from django.db.models import Count

from fairpanel.vault import ports
from fairpanel.vault.models import Key
from fairpanel.vault.problems import KeysUnreadable, NoKey, VaultUnavailable, WrongMasterKey
from fairpanel.vault.values import KEY_BYTES, PANEL, Master

log = structlog.get_logger(__name__)

NONCE_BYTES = 12
# The first byte says how the rest is wrapped.
FORMAT = b"\x01"
# The panel's own key never changes, so it is opened once.
_panel: list[bytes] = []


def wrap(key: bytes, *, row: UUID, owner: UUID, master: Master) -> bytes:
    """`key`, wrapped for its row: in another row it does not open."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return FORMAT + nonce + _wrapping(master).encrypt(nonce, key, FORMAT + row.bytes + owner.bytes)


def unwrap(key: Key, masters: tuple[Master, ...]) -> bytes:
    """Raises `VaultUnavailable` where none of the master keys opens it."""
    wrapped = bytes(key.wrapped)
    nonce, rest = wrapped[len(FORMAT) : len(FORMAT) + NONCE_BYTES], wrapped[len(FORMAT) + NONCE_BYTES :]
    try:
        return _wrapping(_named(key.master, masters)).decrypt(nonce, rest, FORMAT + key.id.bytes + key.owner.bytes)
    except InvalidTag:
        log.exception("a key does not open: its row was changed", key=str(key.id))
        raise VaultUnavailable from None


def made_for(owner: UUID) -> tuple[UUID, bytes]:
    """The number of a panelist's key, and the key; made where there is none. Within a transaction.

    Whoever calls has the panelist locked, so that nothing is sealed for somebody who has just left.
    """
    try:
        return of(owner)
    except NoKey:
        pass
    panel()
    # A rotation waits for this transaction, or this one for it: no key is wrapped by a master that is about to go.
    by = Key.objects.raw("SELECT id, master FROM vault_key WHERE owner = %s FOR SHARE", [PANEL])[0].master
    _make(owner, secrets.token_bytes(KEY_BYTES), master=_named(by, _masters()))
    return of(owner)


def of(owner: UUID) -> tuple[UUID, bytes]:
    """The number of a panelist's key, and the key. Raises `NoKey` and `VaultUnavailable`."""
    key = Key.objects.filter(owner=owner).first()
    if key is None:
        raise NoKey
    return key.id, unwrap(key, _masters())


def numbered(number: UUID) -> bytes:
    """The key of that number. Raises `NoKey` where it was destroyed, and `VaultUnavailable`."""
    key = Key.objects.filter(pk=number).first()
    if key is None:
        raise NoKey
    return unwrap(key, _masters())


def panel() -> bytes:
    """The panel's own key, made where there is none."""
    if _panel:
        return _panel[0]
    key = Key.objects.filter(owner=PANEL).first()
    if key is None:
        [*_, newest] = _masters()
        # What the one master key of an older panel has sealed by itself must still open.
        _make(PANEL, newest.key if ports.filled().is_older() else secrets.token_bytes(KEY_BYTES), master=newest)
        key = Key.objects.get(owner=PANEL)
    opened = unwrap(key, _masters())
    if not connection.in_atomic_block:
        # What a transaction has made may yet be taken back with it.
        _panel[:] = [opened]
    return opened


def of_panel_for(use: bytes) -> bytes:
    """A key derived from the panel's own for one use: none of them tells of another."""
    return hmac.digest(panel(), use, "sha256")


def for_panel(use: bytes) -> "partial[bytes]":
    """`of_panel_for` for later: before the start nobody asks a database."""
    return partial(of_panel_for, use)


def destroy(owner: UUID) -> int:
    """Destroy a panelist's key: whatever it has sealed is unreadable, wherever copies of it lie. Gives how many."""
    assert owner != PANEL, "the panel's own key is nobody's to destroy"
    return Key.objects.filter(owner=owner).delete()[0]


def require() -> None:
    """Make the panel's own key where there is none. Raises `WrongMasterKey` where the master keys do not open all."""
    masters = {master.name for master in ports.filled().masters.all()}
    by = dict(Key.objects.values_list("master").annotate(Count("id")).order_by("master"))
    strange = sorted(set(by) - masters)
    if strange:
        raise WrongMasterKey(count=sum(by[name] for name in strange), all=sum(by.values()), named=" and ".join(strange))
    panel()


def _make(owner: UUID, key: bytes, *, master: Master) -> None:
    row = uuid4()
    made = Key(id=row, owner=owner, wrapped=wrap(key, row=row, owner=owner, master=master), master=master.name)
    # Of two that make one at once, the first one's stays.
    Key.objects.bulk_create([made], ignore_conflicts=True)


def _masters() -> tuple[Master, ...]:
    try:
        return ports.filled().masters.all()
    except KeysUnreadable as problem:
        log.exception("the master keys cannot be read", fault=str(problem))
        raise VaultUnavailable from None


def _named(name: str, masters: tuple[Master, ...]) -> Master:
    for master in masters:
        if master.name == name:
            return master
    log.error("a key is wrapped by a master key that FAIRPANEL_VAULT_KEY does not hold", master=name)
    raise VaultUnavailable


def _wrapping(master: Master) -> AESGCM:
    return AESGCM(hmac.digest(master.key, b"fairpanel wrapping of keys", "sha256"))
