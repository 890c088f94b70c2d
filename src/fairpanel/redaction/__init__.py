"""What nobody else should see on a receipt: finding it, masking the words, blacking out the picture."""

from fairpanel.redaction.finding import find
from fairpanel.redaction.marks import Kind, Mark, Span
from fairpanel.redaction.masking import mask, mask_text
from fairpanel.redaction.picture import black_out, encode_jpeg

__all__ = ["Kind", "Mark", "Span", "black_out", "encode_jpeg", "find", "mask", "mask_text"]
