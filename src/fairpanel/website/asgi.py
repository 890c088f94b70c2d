"""The product as one ASGI application."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairpanel.website.settings")

from django.core.asgi import get_asgi_application  # settings first

from fairpanel.website.bodies import Bounded  # settings first

application: Any = Bounded(get_asgi_application())
