"""The health page, for whatever watches over the service."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from holdfast.web.accounts.doors import open_door
from holdfast.web.sealing import keyring


@open_door
def health(request: HttpRequest) -> JsonResponse:
    """Answer whether the database answers and the key file can be read; nothing more."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        keyring.ring()
    except (DatabaseError, keyring.NoKeys):
        return JsonResponse({"fine": False}, status=503)
    return JsonResponse({"fine": True})
