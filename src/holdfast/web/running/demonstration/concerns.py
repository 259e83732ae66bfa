"""A concern that waits for its reader, and a journal of which one entry was shared.

The concern is about a therapist whom the demonstration offers no door to; Dana's journal is read by
nobody but whoever opens her vault.
"""

from datetime import datetime, time, timedelta

from django.db import transaction

from holdfast.web.accounts.models import User
from holdfast.web.portal.actions import concerns as acts
from holdfast.web.portal.actions import journal
from holdfast.web.portal.choosing import Choice, places_of
from holdfast.web.portal.journal_entries import Page
from holdfast.web.practice.models import Participant
from holdfast.web.running.demonstration.people import DOMAIN
from holdfast.web.running.demonstration.signing_in import accepted
from holdfast.web.running.demonstration.story import Story, Told
from holdfast.web.running.demonstration.vaults import vault_of

CONCERN = (
    "Three times now she took a call from somebody else while I was talking. "
    "Last week she told me who it was. I do not know if that is OK. I felt small, and then I "
    "said it did not matter. I have not said anything to her. "
    "I would like somebody to know, and to hear what I can do."
)
PAGES = (
    (21, "She looked at the clock when I talked about Sam. I went quiet. All week I thought she "
         "was bored with me.", ("anger", "shame")),
    (9, "I nearly wrote to her on Sunday, just to hear something. I did not. It passed in the "
        "evening.", ("missing", "love")),
    (3, "I have never told her that I was cross about the clock. Maybe I can start with that.",
     ("fear",)),
)  # fmt: skip


@transaction.atomic
def raise_and_write(story: Story) -> None:
    """Make the vaults, send one concern, write three entries and share the last."""
    began = story.at(story.first_monday, time(9))
    hanna = story.users["hanna"]
    for colleague in (hanna, story.users["miriam"]):
        vault_of(colleague, began)
    told = _somebody(story)
    at = story.at(story.last - timedelta(days=5), time(22, 10))
    place = places_of(_account(told, at), at)[0]
    assert place.participant.user is not None
    acts.send_concern(
        place, Choice(hanna), CONCERN, by=place.participant.user, now=at, write_me=False
    )
    _journal(story)


def _somebody(story: Story) -> Told:
    """A grown-up client of Aoife's, whose work goes on."""
    return next(
        told
        for told in story.told
        if told.life.therapist == "aoife"
        and told.life.kind == "individual"
        and told.therapy.ended_on is None
    )


def _account(told: Told, now: datetime) -> User:
    client = Participant.objects.select_related("card__key").get(pk=told.clients[0].pk)
    name = client.card.shown_name
    user = accepted(f"{name.split()[0].lower()}.c@{DOMAIN}", name, ("client",), now)
    Participant.objects.filter(pk=client.pk).update(user=user)
    return user


def _journal(story: Story) -> None:
    dana = next(told for told in story.told if told.life.clients == ("Dana Whitfield",))
    client = Participant.objects.with_cards().select_related("user__key").get(
        pk=dana.clients[0].pk
    )  # fmt: skip
    if client.user is None:
        return
    vault = vault_of(client.user, story.at(story.last - timedelta(days=30), time(20)))
    entry, page, at = None, None, None
    for days, words, felt in PAGES:
        at = story.at(story.last - timedelta(days=days), time(22, 40))
        page = Page(words, felt)
        entry = journal.write(vault, page, now=at)
    if entry is not None and page is not None and at is not None:
        journal.share(
            vault, entry.series, page, client, written_on=at.date(), feelings=False,
            by=client.user, now=at + timedelta(minutes=5),
        )  # fmt: skip
