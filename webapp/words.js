// What is said at once; page_words.js has the rest. The translations are with the bot's.
import { _, ngettext } from "./i18n.js";

export const title = {
  home: () => _("Courses"),
  scanner: () => _("Check-in"),
  pass: () => _("My pass"),
  digits: () => _("Six digits"),
  roster: () => _("Find by name"),
  choice: () => _("At which lesson?"),
};

export const scanner = {
  scan: () => _("Scan"),
  stop: () => _("Stop"),
  hint: () => _("Point the camera at the code"),
  forStaff: () => _("Scan the pass of everybody who comes. One after another: the scanner opens again by itself."),
  forParticipant: () => _("Scan the code on the screen in the room, and you are checked in."),
  noCamera: () => _("There is no camera here. Open the bot on a phone to scan."),
  typeDigits: () => _("Type the six digits"),
  findByName: () => _("Find by name"),
  otherLesson: () => _("Another lesson"),
  checking: () => _("Checking…"),
  last: () => _("Last ones"),
  nobodyYet: () => _("Nobody yet. Whoever you check in is listed here."),
  inQueue: (count) => ngettext("In queue: {count}", "In queue: {count}", count),
  queueAbout: () => _("No connection. The scans are kept on this phone, and sent by themselves."),
  queueEnded: () => _("The scans are kept on this phone. Open the page from the bot again, and they are sent."),
  undo: () => _("Undo"),
};

const ofOthers = {
  checked_in: () => _("Checked in"),
  late: () => _("Checked in, late"),
  already: () => _("Already checked in"),
  not_open_yet: () => _("Check-in is not open yet"),
  closed: () => _("Check-in is closed"),
  not_enrolled: () => _("Not on this course"),
  waitlisted: () => _("Still on the waiting list"),
  wrong_lesson: () => _("A code of another lesson"),
  lesson_cancelled: () => _("The lesson is cancelled"),
  code_expired: () => _("The code is out of date"),
  code_invalid: () => _("This code is not ours"),
  too_many_attempts: () => _("Too many attempts"),
  not_staff: () => _("You are not in the team of this course"),
  absent: () => _("Marked as absent"),
  excused: () => _("Marked as excused"),
  queued: () => _("Kept, will be sent"),
  waits: () => _("In the queue already"),
  foreign: () => _("This code is not ours"),
  pass_of_own: () => _("This is a pass"),
  lessons_unknown: () => _("No connection yet"),
  undone: () => _("Undone"),
  not_undone: () => _("Not undone"),
  failed: () => _("Not accepted"),
};

const ofOneself = {
  checked_in: () => _("You are checked in"),
  late: () => _("You are checked in, late"),
  already: () => _("You are checked in already"),
  absent: () => _("You are marked as absent"),
  excused: () => _("Your absence is excused"),
  unsent: () => _("Not checked in yet"),
  code_invalid: () => _("The code does not fit"),
  not_enrolled: () => _("You are not on this course"),
  waitlisted: () => _("You are still on the waiting list"),
};

const inTheList = () => _("Change it in the bot, in the list of the lesson.");
const askTheTeam = () => _("Ask the course team: they can still mark you.");

const nextSteps = {
  not_open_yet: () => _("Come back a little later."),
  closed: () => _("The course team can still change it in the roster."),
  waitlisted: () => _("The course team decides whether there is a seat."),
  wrong_lesson: () => _("Choose the other lesson, and scan again."),
  lesson_cancelled: () => _("Nobody is checked in at it."),
  code_expired: () => _("Scan the newest one: it renews itself."),
  code_invalid: () => _("Scan a code that the bot shows."),
  too_many_attempts: () => _("Wait ten minutes, or ask the course team."),
  not_staff: () => _("Ask its host to add you in the bot."),
  queued: () => _("No connection. It will be sent by itself."),
  foreign: () => _("Scan a code that the bot shows."),
  pass_of_own: () => _("Only the team of a lesson that is on can scan passes."),
  lessons_unknown: () => _("Which lesson it is for is not known. Scan again in a moment."),
  absent: inTheList,
  excused: inTheList,
  mark_reason_missing: inTheList,
  not_undone: inTheList,
  failed: () => _("Try again, or do it in the bot."),
};

const stepsOfOthers = { not_enrolled: () => _("You can enrol them in the bot.") };

const stepsOfOneself = {
  code_invalid: () => _("Look at the screen once more: it changes every 15 seconds."),
  absent: askTheTeam,
  excused: askTheTeam,
  unsent: () => _("No connection, and the code is good for a minute only. Stay here, or show your pass to the course team."),
  closed: askTheTeam,
  not_enrolled: () => _("Open the course in the bot to enrol."),
  wrong_lesson: () => _("Scan the code of your own lesson."),
};

/** What became of a scan, in two or three words. */
export const verdict = (code, isSelf) => ((isSelf && ofOneself[code]) || ofOthers[code] || ofOthers.failed)();

/** And what to do about it; empty where nothing is. */
export function nextStep(code, isSelf) {
  const own = (isSelf ? stepsOfOneself : stepsOfOthers)[code];
  if (own || nextSteps[code]) return (own ?? nextSteps[code])();
  return ofOthers[code] ? "" : nextSteps.failed();
}

export const expectedAt = (course) => _("They are expected at “{course}”.", { course });

export const needsRenewing = () => _("This course takes only passes that renew themselves: “My pass” in the Mini App.");

export const opensAt = (at) => _("It opens at {at}.", { at });

export const pointsOf = (count) => ngettext("+{count} point", "+{count} points", count);
