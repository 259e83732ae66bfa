"""People by code, as the conflict desk speaks of them: never a name, always the same letters."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast.web.practice.models import Card
from holdfast.web.practice.models.therapies import CODE_LETTERS
from holdfast.web.screening.models import SELF, Node


def code_of(card_id: UUID) -> str:
    """Return the letters by which the desk knows somebody who has no therapy here."""
    return "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in card_id.bytes[:5])


def labels(nodes: Iterable[int]) -> Mapping[int, str]:
    """Return who each node is, by code; of those who work here the name. One query."""
    rows = Node.objects.filter(pk__in=set(nodes)).select_related(
        "card__participant__therapy", "card__named", "card__circle__therapist__user__key",
        "card__mentioned__therapy", "user__key",
    )  # fmt: skip
    return {node.pk: label(node) for node in rows}


def label(node: Node) -> str:
    """Return who one node is."""
    if node.user is not None:
        return node.user.shown_name
    if node.card is None:
        return _("a place or an organisation")
    return card_label(node.card)


def card_label(card: Card) -> str:
    """Return who a card is about, by code."""
    if hasattr(card, "participant"):
        code = card.participant.therapy.code
        return _("{role} in therapy {code}").format(
            role=card.participant.get_role_display(), code=code
        )
    if hasattr(card, "named"):
        if card.named.relation == SELF:
            return _("who asks, {code}").format(code=code_of(card.pk))
        return _("somebody named, {code}").format(code=code_of(card.pk))
    if hasattr(card, "circle"):
        whose = card.circle.therapist.shown_name
        return _("somebody in {whose}’s circle").format(whose=whose)
    if hasattr(card, "mentioned"):
        return _("somebody spoken of in therapy {code}").format(code=card.mentioned.therapy.code)
    return _("somebody, {code}").format(code=code_of(card.pk))
