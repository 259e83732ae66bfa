"""What is sent here is UTF-8; what says to be anything else is refused before it is read.

Django refuses such a form only where it is read, which is while tokens are checked, and again in
each attempt to answer the refusal: the answer is lost, and the log fills with the request.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

UNREADABLE = "application/octet-stream; charset=unreadable"
SAID = "This was not sent as UTF-8, so it was not read. Nothing has happened.\n"


def says_utf8(content_type: str) -> bool:
    """Whether a Content-Type names UTF-8 or no charset, in no parameter coded in one of its own.

    >>> says_utf8("text/plain; charset=UTF-8"), says_utf8("text/plain; charset=utf-7")
    (True, False)
    >>> says_utf8("text/plain; name*=utf-7''a")
    False
    """
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        named = name.strip().lower()
        if named.endswith("*"):
            return False
        if named == "charset" and value.strip().strip('"').lower() != "utf-8":
            return False
    return True


def refuse_other_charsets(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: answer what is not UTF-8 with a plain 400, of which the request is no part."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if says_utf8(request.META.get("CONTENT_TYPE", "")):
            return get_response(request)
        headers = {"Cache-Control": "no-store"}
        plain = "text/plain; charset=utf-8"
        return HttpResponse(SAID, status=400, content_type=plain, headers=headers)

    return middleware
