"""What each field of each term is called on the form, with a hint or an example.

The key is the class of the value and the field: `Fee.amount`. A test holds that none is missing.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS = (_("Anything else you agreed"), _("In plain words, as the client will read it."))
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("The work"), ("work", "course", "review", "ending")),
    (_("Meeting"), ("frequency", "length", "place", "remote", "breaks", "incapacity")),
    (_("Money"), ("fee", "cancellation")),
    (_("Between and outside sessions"), (
        "contact", "emergencies", "social_media", "gifts", "outside", "touch", "self_disclosure",
    )),
    (_("Trust"), (
        "confidentiality", "sharing", "others", "guardian", "supervision", "recording",
        "knowledge", "records", "concerns",
    )),
)  # fmt: skip

LABELS: dict[str, tuple[Any, Any]] = {
    "Work.method": (_("Method"), _("Its usual name, for example cognitive behavioural therapy.")),
    "Work.is_about": (_("What you both do"), _("For example: We look together at what happens …")),
    "Work.may_be_like": (_("What it may be like"), _("What the client may feel on the way.")),
    "Work.risks": (_("Risks"), _("For example: You may feel worse for a while.")),
    "Work.alternatives": (_("What else there is"), _("Other help, and doing nothing for now.")),
    "Work.may_stop": (_("The client may refuse or stop at any time"), ""),
    "Work.includes": (
        _("Parts of the method that leave the room"),
        _("What is ticked is part of the frame and is never called drift."),
    ),
    "Frequency.pattern": (_("How often you meet"), ""),
    "Frequency.slots": (_("Times of the week"), _("One line for each appointment of a week.")),
    "Slot.day": (_("Day"), ""),
    "Slot.start": (_("Starts at"), _("For example 17:30")),
    "Frequency.every_weeks": (_("Every so many weeks"), _("1 is weekly, 2 every other week.")),
    "Frequency.first": (
        _("A day in a week with sessions"),
        _("Only where you do not meet every week, so that the weeks can be told apart."),
    ),
    "Frequency.sessions": (_("About so many sessions"), _("Only for an irregular rhythm.")),
    "Frequency.weeks": (_("In so many weeks"), _("Only for an irregular rhythm, for example 8.")),
    "Length.minutes": (_("Minutes"), _("How long a session is, for example 50.")),
    "Length.grace": (_("Minutes nobody minds"), _("Late or over by this much is as agreed.")),
    "Course.sessions": (_("Number of sessions"), _("Leave empty if the work is open-ended.")),
    "Place.kinds": (_("Where you meet"), ""),
    "Place.address": (_("Address"), _("As the client would find it: Room 3, 5 Mill Lane.")),
    "Remote.by": (_("By which service or telephone"), ""),
    "Remote.if_line_drops": (_("If the line drops"), _("Who calls whom, and on which number.")),
    "Remote.client_is_at": (_("Where the client usually is"), _("So that help can be sent there.")),
    "Remote.call": (_("Whom to call near the client"), _("If there is danger during a session.")),
    "Fee.amount": (_("Fee for one session"), _("For example 60.00. Write 0 if nothing is paid.")),
    "Fee.due": (_("When it is paid"), ""),
    "Fee.days_to_pay": (_("Days to pay"), _("Between falling due and being late.")),
    "Fee.lowest": (_("Least on a sliding scale"), _("Leave empty if there is none.")),
    "Fee.rise_notice_weeks": (_("Weeks of notice before a rise"), _("For example 12.")),
    "Fee.exceptions": (_("How exceptions work"), _("Who may ask, who decides, and how.")),
    "Cancellation.notice_hours": (_("Hours of notice"), _("Later than this is late.")),
    "Cancellation.late_percent": (_("Charge for late notice"), _("Percent of the fee, 0 to 100.")),
    "Cancellation.missed_percent": (
        _("Charge for a session missed without a word"), _("Percent of the fee, 0 to 100."),
    ),
    "Cancellation.by_therapist": (_("If you cancel"), _("For example: You do not pay.")),
    "Cancellation.exceptions": (_("When the charge is let go"), _("And how to ask.")),
    "Contact.rules": (
        _("Ways to be in touch"),
        _("One row for each way. What no row names is not agreed."),
    ),
    "ContactRule.channel": (_("Way"), ""),
    "ContactRule.purposes": (_("What for"), ""),
    "ContactRule.hours": (
        _("At which hours"),
        _("Leave empty for any time. An end before the start runs past midnight."),
    ),
    "Hours.days": (_("Days"), ""),
    "Hours.start": (_("From"), ""),
    "Hours.end": (_("To"), ""),
    "ContactRule.reply_working_days": (
        _("Reply within working days"), _("0: the same day. Empty: no reply is promised."),
    ),
    "ContactRule.minutes": (_("Minutes at most"), _("For one contact. May stay empty.")),
    "ContactRule.per_week": (_("Times a week at most"), _("May stay empty.")),
    "Contact.hours_bind": (_("Whom the hours bind"), ""),
    "Contact.sent_any_time": (
        _("The client may send at any time"), _("The hours then say when it is read."),
    ),
    "Emergencies.call_therapist": (_("The client may call you in a crisis"), ""),
    "Emergencies.numbers": (_("Whom to call"), _("For example Samaritans, 116 123.")),
    "EmergencyNumber.name": (_("Who"), ""),
    "EmergencyNumber.number": (_("Number"), ""),
    "SocialMedia.connect": (_("Being connected online"), ""),
    "SocialMedia.look_up": (_("Looking the client up online"), ""),
    "Gifts.accept": (_("Gifts"), ""),
    "Gifts.up_to": (_("Small means up to"), _("For example 10.00. May stay empty.")),
    "Outside.arranged": (_("Meetings outside that are arranged"), ""),
    "Outside.by_chance": (_("When you meet by chance"), ""),
    "Touch.allowed": (_("Touch"), ""),
    "SelfDisclosure.allowed": (_("What you tell about yourself"), ""),
    "Recording.allowed": (_("Sound or video of a session"), ""),
    "Confidentiality.limits": (
        _("When it cannot stay between you"), _("Tick all that hold where you work."),
    ),
    "Confidentiality.tell_first": (
        _("The client is told before anything is passed on, if that is safe"), "",
    ),
    "Confidentiality.law": (_("What else the law makes you pass on"), ""),
    "Sharing.between": (_("What one of them tells you alone"), ""),
    "Sharing.in_group": (_("What members ask of each other"), _("About what is said in the room.")),
    "Others.people": (_("Who else has a part"), _("Leave empty if there is nobody.")),
    "Involved.role": (_("As"), ""),
    "Involved.name": (_("Name"), ""),
    "Involved.learns": (_("What they are told, and what not"), ""),
    "Supervision.trainee": (_("You are in training"), ""),
    "Supervision.supervisor": (_("Your supervisor"), _("By name, if you are in training.")),
    "Supervision.told": (_("What your supervisor hears"), ""),
    "Knowledge.kept": (_("What is kept about the two of you"), ""),
    "Knowledge.private_notes": (_("You may write private notes"), ""),
    "Knowledge.checks_refusable": (
        _("A session check can be refused, and nothing follows from it"), "",
    ),
    "Records.years": (_("Years the record is kept"), _("After the end.")),
    "Records.until_age": (_("Until the client is so old"), _("For a client who is a minor.")),
    "Records.access": (_("How the client gets a copy"), ""),
    "Concerns.in_practice": (_("Somebody here other than you"), _("Leave empty if nobody.")),
    "Concerns.body": (_("The body or authority outside"), _("With its address on the web.")),
    "Guardian.told": (
        _("What else the guardian is told, and when"),
        _("Agreement, appointments and fees they always see."),
    ),
    "Guardian.client_agrees": (_("The young person has said yes to this"), ""),
    "Breaks.notice_weeks": (_("Weeks of notice before a break"), ""),
    "Breaks.usual": (_("When breaks usually are"), _("For example: two weeks in August.")),
    "Breaks.cover": (_("Who may be called meanwhile"), ""),
    "Incapacity.colleague": (_("Who would get in touch"), _("By name or by role.")),
    "Ending.notice_sessions": (_("Sessions between saying it and the end"), ""),
    "Ending.limits": (_("Limits known from the start"), _("Such as a number or a date.")),
    "Ending.afterwards": (_("Coming back, and where else to turn"), ""),
    "Review.every_sessions": (_("Look back together every so many sessions"), ""),
}  # fmt: skip

DAYS = {
    "mon": _("Mon"), "tue": _("Tue"), "wed": _("Wed"), "thu": _("Thu"), "fri": _("Fri"),
    "sat": _("Sat"), "sun": _("Sun"),
}  # fmt: skip
CHOICES: dict[str, dict[str, Any]] = {
    "Frequency.pattern": {
        "regular": _("At fixed times of the week"),
        "irregular": _("So many sessions in so many weeks"),
        "as_needed": _("As needed"),
    },
    "Slot.day": {
        "mon": _("Monday"), "tue": _("Tuesday"), "wed": _("Wednesday"), "thu": _("Thursday"),
        "fri": _("Friday"), "sat": _("Saturday"), "sun": _("Sunday"),
    },
    "Hours.days": DAYS,
    "Work.includes": {
        "phone_coaching": _("Coaching by phone"), "exposure_outside": _("Practice outside"),
        "home_visits": _("Visits at home"), "walks": _("Walks"),
        "school_visits": _("Visits at school"), "parent_contact": _("Contact with parents"),
    },
    "Place.kinds": {
        "room": _("In the room"), "remote": _("By video or phone"), "home": _("At their home"),
        "outside": _("Outside"), "ward": _("In hospital"), "school": _("At school"),
    },
    "Fee.due": {
        "at_session": _("At the session"), "in_advance": _("In advance"),
        "after_invoice": _("By invoice"), "monthly": _("Monthly"),
    },
    "ContactRule.channel": {
        "text": _("Text message"), "phone": _("Phone"), "email": _("E-mail"), "video": _("Video"),
        "app": _("Message in an app"), "letter": _("Letter"), "in_person": _("Coming by"),
        "social_media": _("Social media"),
    },
    "ContactRule.purposes": {
        "scheduling": _("Fixing a time"), "practical": _("Practical things"),
        "billing": _("The bill"), "support": _("Support"), "homework": _("Tasks you set"),
        "coaching": _("Help with a skill"), "crisis": _("A crisis"), "social": _("A chat"),
    },
    "Contact.hours_bind": {
        "both": _("Both: nobody writes outside them"), "client": _("The client: you may write"),
    },
    "SocialMedia.connect": {"no": _("Not connected"), "work_pages_only": _("Work pages only")},
    "SocialMedia.look_up": {
        "not": _("Never"), "with_consent": _("Only if the client agrees"),
        "only_for_safety": _("Only if safety asks for it"),
    },
    "Gifts.accept": {
        "none": _("None are taken"), "small": _("Small ones are fine"),
        "talk_first": _("You talk about it first"),
    },
    "Outside.arranged": {
        "no": _("None"), "part_of_method": _("Where the method asks for it"),
        "talk_first": _("You talk about it first"),
    },
    "Outside.by_chance": {
        "client_decides": _("The client decides whether to greet"), "greet": _("You both greet"),
    },
    "Touch.allowed": {
        "none": _("None"), "handshake": _("A handshake"), "ask_first": _("Only after asking"),
        "part_of_method": _("Where the method asks for it"),
    },
    "SelfDisclosure.allowed": {"rarely": _("Rarely"), "when_it_helps": _("When it helps")},
    "Recording.allowed": {
        "none": _("None"), "with_written_consent": _("Only with written consent of both"),
    },
    "Confidentiality.limits": {
        "danger_to_self": _("Danger to the client"), "danger_to_others": _("Danger to others"),
        "abuse_of_child": _("Abuse of a child"), "abuse_of_adult": _("Abuse of an adult at risk"),
        "court": _("A court orders it"), "law": _("Another law asks for it"),
    },
    "Sharing.between": {
        "nothing": _("Stays with you"), "with_leave": _("Is passed on if they allow it"),
        "no_secrets": _("Is brought to all, if it matters"),
    },
    "Involved.role": {
        "payer": _("Who pays"), "referrer": _("Who sent them"), "court": _("A court"),
        "school": _("A school"), "employer": _("An employer"), "doctor": _("A doctor"),
        "family": _("Family"), "other": _("Somebody else"),
    },
    "Knowledge.kept": {
        "times": _("Times of sessions"), "fees": _("Fees"), "contacts": _("Contacts"),
        "crossings": _("Gifts, meetings outside and the like"),
        "answers": _("Answers to session checks"), "signals": _("What is worked out from these"),
        "goals": _("Goals"),
    },
}  # fmt: skip
