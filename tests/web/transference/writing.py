"""Writing into one's vault through the pages."""

import uuid

from django.test import Client

OWN = "kelp rock tide lantern harbour quiet"


def send(client: Client, path: str, **fields: object):  # type: ignore[no-untyped-def]
    return client.post(path, {"once": uuid.uuid4(), **fields})


def open_vault(client: Client) -> None:
    assert send(client, "/vault/open/", passphrase=OWN).status_code == 302


def write(client: Client, therapy, **fields: object):  # type: ignore[no-untyped-def]
    given = {"about": str(therapy.pk), "title": "", "text": "I dreaded Tuesday."}
    return send(client, "/notes/new/", **(given | fields))
