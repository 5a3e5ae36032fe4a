"""Who did what, in a sentence. What stood before and stands after is in ``changes``."""

from aiogram.utils.i18n import gettext as _

from bot.texts.say import N_, shorten
from domain.history import Entry, Person

NAME, COURSE = 50, 70
"""A page has eight entries, and a message 4,096 characters."""

IN_FULL = 300

ACTIONS: dict[str, str] = {
    "enroll": N_("enrolling in the course {course}"),
    "leave": N_("leaving the course {course}"),
    "expel": N_("taking off the course {course}"),
    "promoted": N_("a seat from the queue for the course {course}"),
    "waitlist_closed": N_("the end of the queue for the course {course}"),
    "complete": N_("completing the course {course}"),
    "move_in_queue": N_("another number in the queue for the course {course}"),
    "move_enrollment": N_("a change of the enrollment in the course {course}"),
    "create_course": N_("a new course {course}"),
    "change_course": N_("a change of the course {course}"),
    "copy_course": N_("a copy: the new course {course}"),
    "delete_course": N_("deleting the course {course}"),
    "check_in": N_("a mark of attendance in the course {course}"),
    "change_mark": N_("a change of a mark in the course {course}"),
    "excuse": N_("not coming to a lesson of the course {course}"),
    "explain_excuse": N_("a reason for not coming in the course {course}"),
    "drop_excuse": N_("coming after all to a lesson of the course {course}"),
    "undo_attendance": N_("taking back a mark in the course {course}"),
    "pair_screen": N_("pairing a screen in the course {course}"),
    "close_screen": N_("disconnecting a screen in the course {course}"),
    "extend_check_in": N_("a longer check-in in the course {course}"),
    "reopen_check_in": N_("opening check-in again in the course {course}"),
    "close_check_in": N_("closing check-in in the course {course}"),
    "fix_room_code": N_("a code on paper in the course {course}"),
    "call_assistant": N_("asking for help at check-in in the course {course}"),
    "give_feedback": N_("feedback on the course {course}"),
    "change_feedback": N_("other stars for the course {course}"),
    "add_comment": N_("words to the feedback on the course {course}"),
    "mute_course": N_("turning off the reminders of the course {course}"),
    "unmute_course": N_("turning on the reminders of the course {course}"),
    "ask_question": N_("a question to the hosts of the course {course}"),
    "drop_question": N_("taking back a question about the course {course}"),
    "answer_question": N_("an answer to a question about the course {course}"),
    "close_question": N_("closing a question about the course {course}"),
    "add_lesson": N_("a new lesson of the course {course}"),
    "change_lesson": N_("a change of a lesson of the course {course}"),
    "cancel_lesson": N_("cancelling a lesson of the course {course}"),
    "restore_lesson": N_("restoring a lesson of the course {course}"),
    "add_reminder": N_("a new reminder of the course {course}"),
    "word_reminder": N_("other words of a reminder of the course {course}"),
    "drop_reminder": N_("removing a reminder of the course {course}"),
    "drop_reminders": N_("turning off all reminders of the course {course}"),
    "tell_people": N_("telling the people of the course {course} of a change"),
    "add_staff": N_("taking into the team of the course {course}"),
    "remove_staff": N_("taking off the team of the course {course}"),
    "leave_part": N_("leaving the team of the course {course}"),
    "change_part": N_("a change of the part in the team of the course {course}"),
    "register": N_("registration"),
    "agree": N_("consent to the processing of personal data"),
    "change_profile": N_("a change of the profile"),
    "close_sign_in": N_("signing out in a browser"),
    "grant_role": N_("a change of the role"),
    "block_user": N_("blocking"),
    "unblock_user": N_("unblocking"),
    "erase_user": N_("erasing personal data"),
    "issue_invite": N_("a new invite link"),
    "accept_invite": N_("accepting an invite"),
    "revoke_invite": N_("taking an invite link back"),
    "create_token": N_("a new token for a service"),
    "revoke_token": N_("taking the token of a service back"),
    "hand_over": N_("handing over the course {course}"),
    "export_people": N_("a file of the people of the course {course}"),
    "export_history": N_("a file of the history of actions"),
    "take_over": N_("taking over the course {course}"),
    "import_course": N_("importing the course {course}"),
    "import_lessons": N_("importing lessons of the course {course}"),
    "add_holidays": N_("new days off"),
    "remove_holiday": N_("taking days off the list"),
    "clear_holidays": N_("removing lessons on days off of the course {course}"),
    "send_again": N_("sending again what was in doubt"),
    "restore_lessons": N_("bringing back lessons of the course {course}"),
    "announce": N_("an announcement"),
    "announce_course": N_("announcing the course {course}"),
    "edit_announce": N_("a change of an announcement"),
    "delay_announce": N_("putting off an announcement"),
    "drop_announce": N_("deleting an announcement"),
    "stop_announce": N_("stopping an announcement"),
    "go_on_announce": N_("going on with an announcement"),
    "repeat_announce": N_("sending an announcement again"),
    "recall_announce": N_("recalling an announcement"),
}
"""What each action of the domain is called. The course, where it is about one, comes last."""


def action(name: str) -> str:
    """Without what it was done to. One that we have no words for is called what it is."""
    if name not in ACTIONS:
        return _capital(name)
    return _capital(_(ACTIONS[name]).format(course="").strip())


def who(entry: Entry, limit: int = NAME) -> str:
    if entry.actor is not None:
        return shorten(entry.actor.name, limit) or _capital(person(entry.actor))
    if entry.service is not None:
        return _("The service {name}").format(name=shorten(entry.service, limit))
    return _("The system")


def what(entry: Entry) -> str:
    """As plain text, with the course and the person that it was done to."""
    course = _course(entry)
    if entry.action not in ACTIONS:
        return _with(entry.action, [course, _other(entry)])
    sentence = _(ACTIONS[entry.action])
    if "{course}" not in sentence:
        return _with(sentence, [course, _other(entry)])
    return _with(sentence.format(course=course).strip(), [_other(entry)])


def thing(entry: Entry) -> str:
    """What it was done to: a course, a person, both; or the row of a table. Names in full."""
    subject = person(entry.subject, IN_FULL) if entry.subject else ""
    things = ", ".join(filter(None, [_course(entry, IN_FULL), subject]))
    return things or f"{entry.entity} {entry.entity_id}"


def person(it: Person, limit: int = NAME) -> str:
    return shorten(it.name, limit) or _("an erased person")


def named(course: str, limit: int = COURSE) -> str:
    return _("“{name}”").format(name=shorten(course, limit))


def _course(entry: Entry, limit: int = COURSE) -> str:
    if entry.course is not None:
        return named(entry.course, limit)
    # One that nobody ever enrolled in may be gone without a trace but this.
    is_gone = entry.entity == "courses"
    return _("no. {number}").format(number=entry.entity_id) if is_gone else ""


def _other(entry: Entry) -> str:
    """To whom it was done, unless they did it themselves."""
    if entry.subject is None or entry.subject == entry.actor:
        return ""
    return person(entry.subject)


def _with(sentence: str, objects: list[str]) -> str:
    named = ", ".join(filter(None, objects))
    return f"{sentence}: {named}" if named else sentence


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
