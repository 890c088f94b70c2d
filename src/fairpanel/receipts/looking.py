"""From the bytes of an original to what may be kept of it: read, then everything sensitive taken out."""

from fairpanel import reading, redaction
from fairpanel.receipts.laid_out import is_laid_out
from fairpanel.receipts.looking_at_documents import look_at_order
from fairpanel.receipts.values import BlackBox, Seen


def look(data: bytes, *, region: str, currency: str) -> Seen:
    """Read a picture and take out of its words and of its pixels what nobody else should see (law 5).

    The picture is turned upright first; boxes lie on the turned one. `region` (ISO 3166) and `currency` (ISO 4217) say
    where it comes from. Raises what `reading.open_picture` raises.
    """
    if is_laid_out(data):
        return look_at_order(data, region=region, currency=currency)
    picture, page = reading.see(reading.open_picture(data))
    marks = redaction.find(page, regions=[region])
    # Only from here on: what is read from the masked page cannot hold what was masked.
    masked = redaction.mask(page, marks)
    return Seen(
        reading=reading.extract(masked, reading.Hints(region=region, currency=currency)),
        black_boxes=tuple(BlackBox(mark.kind.value, mark.box) for mark in marks),
        jpeg=redaction.encode_jpeg(redaction.black_out(picture.pixels, marks)),
    )
