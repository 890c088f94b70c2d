"""The product's own settings, in a home of its own that is gone after the run."""

import atexit
import os
import shutil
import tempfile

if "FAIRPANEL_TESTS_HOME" not in os.environ:
    # The workers of a parallel run inherit this one.
    os.environ["FAIRPANEL_TESTS_HOME"] = tempfile.mkdtemp(prefix="fairpanel-tests-")
    atexit.register(shutil.rmtree, os.environ["FAIRPANEL_TESTS_HOME"], ignore_errors=True)
for name in [name for name in os.environ if name.startswith("FAIRPANEL_") and "_TESTS_" not in name]:
    del os.environ[name]
os.environ["FAIRPANEL_HOME"] = os.environ["FAIRPANEL_TESTS_HOME"]

from fairpanel.website.settings import *  # noqa: E402, F403  # the home first
from fairpanel.website.settings import ALLOWED_HOSTS, DATABASES  # noqa: E402

ALLOWED_HOSTS.append("testserver")
DATABASES["default"]["OPTIONS"] |= {"options": "-c synchronous_commit=off -c fairpanel.ledger_may_be_emptied=yes"}  # type: ignore[operator]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
