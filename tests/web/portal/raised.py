"""Therapies, readers with vaults, and concerns, built through the real acts."""

from datetime import UTC, date, datetime

from django.test import Client

BEGAN = datetime(2025, 9, 2, 9, 0, tzinfo=UTC)
SINCE = date(2025, 9, 2)
WORDS = "It felt wrong when the session ended early again."


def browser_of(user, when: datetime) -> Client:
    """A browser in which somebody is signed in, every proof given just now."""
    from holdfast.web.accounts.doors import FACTOR, PROVED, PROVED_TWICE, SEEN

    browser = Client()
    browser.force_login(user)
    session = browser.session
    session[FACTOR] = "app"
    session[SEEN] = session[PROVED] = session[PROVED_TWICE] = when.isoformat()
    session.save()
    return browser


def works_here(user):
    """Make an account that of a therapist bound by BACP's code."""
    from holdfast.web.practice.actions.staff import add_therapist

    return add_therapist(
        user, by=user, now=BEGAN, since=SINCE, codes=["bacp-2018"], languages=["en"]
    )


def a_therapy(therapist, name: str, user=None, kind: str = "individual", born: str = "1988-05-09"):
    """Open a therapy with one client."""
    from holdfast.web.practice.actions import therapies

    by = therapist.user
    therapy = therapies.open_therapy(
        kind=kind, therapist=therapist, by=by, now=BEGAN, since=SINCE, zone="Europe/London"
    )
    join(therapy, name, by, user=user, born=born)
    return therapy


def join(therapy, name: str, by, user=None, born: str = "", **places):
    """Let somebody take part."""
    from holdfast.web.practice.actions import people

    card = people.new_card("therapy", now=BEGAN, name=name, birth=born)
    return people.add_participant(therapy, card, by=by, now=BEGAN, since=SINCE, user=user, **places)


def a_vault(user):
    """A vault whose passphrase nobody needs: its key is kept here, so that Argon2 is not asked."""
    from holdfast.web.sealing import primitives
    from holdfast.web.vault.models import Vault

    private, public = primitives.box_pair()
    vault = Vault(
        user=user, public=public, salt=b"0" * 16, made_at=BEGAN, by_passphrase=b"-",
        by_recovery_key=b"-",
    )  # fmt: skip
    vault.save(force_insert=True)
    KEYS[vault.pk] = private
    return vault


KEYS: dict = {}


def open_vault(browser: Client, user, when: datetime) -> None:
    """Open somebody's vault in the browser they use."""
    from holdfast.web.vault import actions, keys
    from holdfast.web.vault.models import Vault

    vault = Vault.objects.get(user=user)
    key = actions.Key(vault, KEYS[vault.pk])
    cookie = actions.keep_open(key, browser.session.session_key, now=when)
    browser.cookies[keys.COOKIE] = cookie


def place_of(user, now: datetime, therapist=None):
    """Somebody's place beside one therapist."""
    from holdfast.web.portal.choosing import places_of

    found = places_of(user, now)
    return next(p for p in found if therapist is None or p.therapist == therapist)


def a_concern(user, reader, now: datetime, words: str = WORDS, write_me=False, therapist=None):
    """Send a concern to a named reader."""
    from holdfast.web.portal.actions.concerns import send_concern
    from holdfast.web.portal.choosing import Choice

    place = place_of(user, now, therapist)
    return send_concern(place, Choice(reader), words, by=user, now=now, write_me=write_me)


def stands(row):
    """How it stands."""
    from holdfast.web.portal.standing import standing_of

    return standing_of(row)
