"""The WSGI entry point for a web server."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
_answer = get_wsgi_application()

from holdfast.web.accounts.charset import UNREADABLE, says_utf8  # noqa: E402


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer one request. Django fails on some charsets before any middleware could refuse them."""
    if not says_utf8(environ.get("CONTENT_TYPE", "")):
        environ["CONTENT_TYPE"] = UNREADABLE
    return _answer(environ, start_response)
