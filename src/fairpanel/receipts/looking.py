"""From the bytes of an original to what may be kept of it: read, then everything sensitive taken out."""

from fairpanel import reading, redaction
from fairpanel.receipts.values import BlackBox, Seen


def look(data: bytes, *, region: str, currency: str) -> Seen:
    """Read a picture and take out of its words and of its pixels what nobody else should see (law 5).

    The picture is turned upright first; boxes lie on the turned one. `region` (ISO 3166) and `currency` (ISO 4217) say
    where it comes from. Raises what `reading.open_picture` raises.
    """
    picture, page = reading.see(reading.open_picture(data))
    marks = redaction.find(page, regions=[region])
    # Only from here on: what is read from the masked page cannot hold what was masked.
    masked = redaction.mask(page, marks)
    return Seen(
        reading=reading.extract(masked, reading.Hints(region=region, currency=currency)),
        black_boxes=tuple(BlackBox(mark.kind.value, mark.box) for mark in marks),
        jpeg=redaction.encode_jpeg(redaction.black_out(picture.pixels, marks)),
    )
