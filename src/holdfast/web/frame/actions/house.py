"""The practice's own templates."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from holdfast.frame import Terms, write_terms
from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.frame.models import Template


@transaction.atomic
def keep_template(
    template: Template, terms: Terms, *, by: User, now: datetime, changed: Iterable[str] = ()
) -> Template:
    """Save a template with these terms, new or changed."""
    new = template.changed_at is None
    template.terms, template.changed_at = write_terms(terms), now
    template.version = 1 if new else template.version + 1
    template.save(force_insert=new)
    kind = "template made" if new else "template changed"
    audit.record(kind, now=now, actor=by, subject=template, fields=changed)
    return template


@transaction.atomic
def remove_template(template: Template, *, by: User, now: datetime) -> None:
    """Do away with a template; agreements that began with it stay as they are."""
    audit.record("template removed", now=now, actor=by, subject=template)
    template.delete()
