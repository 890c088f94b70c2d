"""From a sealed mail to what is in it: proven first, then unwrapped. Nothing is written here."""

from fairpanel.receipts.mail import rules
from fairpanel.receipts.mail.ports import Prover
from fairpanel.receipts.mail.unwrapping import papers_in
from fairpanel.receipts.mail.values import Opened, Proof, ToOpen, Why
from fairpanel.receipts.mail.verifying import asks_for_verification, verification_in


def open_up(to_open: ToOpen, prover: Prover) -> Opened:
    """What is in a mail, or why nothing is taken from it.

    What came to a secret address is its panelist's, who alone knows it; what came to the address of everybody has to
    prove its sender. What the checks found is recorded of both.
    """
    head = rules.head_of(to_open.data)
    if head is None:
        return Opened(Proof(), why=Why.MALFORMED)
    proof = prover.prove(to_open.data, to_open.envelope)
    if to_open.must_be_proven and not rules.is_sender_proven(head, proof):
        return Opened(proof, why=Why.NOT_PROVEN)
    if asks_for_verification(head):
        found = verification_in(to_open.data, head, proof)
        return Opened(proof, verification=found, why=None if found else Why.NO_ORDER)
    papers = papers_in(to_open.data)
    return Opened(proof, why=papers) if isinstance(papers, Why) else Opened(proof, papers=papers)
