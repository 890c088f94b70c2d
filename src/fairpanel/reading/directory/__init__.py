"""Which shop a receipt is from, and what kind of shop that is: a directory of the world's brands, and words."""

from fairpanel.reading.directory.countries import countries_of
from fairpanel.reading.directory.finding import find_shop
from fairpanel.reading.directory.kinds import find_kind

__all__ = ["countries_of", "find_kind", "find_shop"]
