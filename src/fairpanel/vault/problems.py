"""What can go wrong with a vault. What a panelist may read is apart from what the operator needs to know."""

from fairpanel.kit.problems import Conflict, NotFound, Unavailable


class NotInVault(NotFound):
    """This picture is not kept any more."""


class DamagedInVault(Unavailable):
    """This picture is damaged where we keep it, so we cannot show it."""


class VaultUnavailable(Unavailable):
    """We cannot reach the place where pictures are kept at the moment. Nothing of yours is lost: try again later."""


class NoKey(NotFound):
    """There is no key for this member: nothing of theirs was ever sealed, or they have left."""


class WrongMasterKey(Unavailable):
    """FAIRPANEL_VAULT_KEY does not open {count} of the {all} keys of this panel: they are wrapped by another, {named}.

    Put that key back into it, beside the one that is there, then start again.
    """


class KeysInVariable(Conflict):
    """The master key stands in the variable FAIRPANEL_VAULT_KEY, which we cannot write.

    Write a new one behind the old one, with a space between them, start everything anew, and run this again.
    """


class StillNeeded(Conflict):
    """{count} keys are still wrapped by an older master key. Run `fairpanel vault rotate` to its end first."""


class TooManyWithoutRow(Conflict):
    """{count} of the {all} files in the vault are named by no row, so nothing was dropped.

    Is this the right database? If it was set back to an older state, drop the files with `fairpanel vault sweep`.
    """


class KeysUnreadable(Unavailable):
    """{file} cannot be read or written, or holds no master keys: {why}."""


class StoreFault(Unavailable):
    """{told}."""

    def __init__(self, told: str) -> None:
        """`told` is a sentence for the operator, without a secret in it."""
        super().__init__(told=told.rstrip("."))
