// What the pages say that are loaded after the scanner.
import { _, ngettext } from "./i18n.js";

export const home = {
  scanner: () => _("Scan a code"),
  scannerAbout: () => _("of the room, or passes at your lesson"),
  digits: () => _("Type the six digits"),
  digitsAbout: () => _("if the camera does not read the code"),
  passAbout: () => _("for the course team to scan"),
};

export const digits = {
  label: () => _("Six digits from the screen"),
  send: () => _("Check in"),
  about: () => _("They are below the code in the room, and change every 15 seconds."),
  wrong: () => _("There must be six digits."),
};

export const roster = {
  label: () => _("Name"),
  nobody: () => _("Nobody of that name is on the course."),
  empty: () => _("Nobody is on the course yet."),
  mark: () => _("Check in:"),
  more: () => _("Show more"),
  loading: () => _("Loading…"),
  away: () => _("No connection. The list comes by itself as soon as there is."),
  refused: () => _("The list cannot be shown here. Open it in the bot."),
};

export const choice = {
  about: () => _("Several of your lessons are on. Choose one: all passes you scan count for it."),
};

export const pass = {
  about: () => _("Show it to the course team: they scan it."),
  picture: () => _("QR code of your pass"),
  renews: (seconds) => ngettext("Renews in {count} second", "Renews in {count} seconds", seconds),
  stale: () => _("This code is out of date"),
  staleAbout: () => _("No connection. A new one comes by itself as soon as there is."),
};

const refusals = {
  outside: [() => _("Open this page from the bot"), () => _("It needs to know who you are. Press the button in the chat.")],
  not_registered: [
    () => _("Let us get acquainted first"),
    () => _("Go back to the bot and press Start: it asks your name, and then this page opens."),
  ],
  blocked: [() => _("You have no access"), () => _("An admin has blocked you. Ask them why.")],
  ended: [() => _("Your sign-in has ended"), () => _("Close this page and open it from the bot again. Nothing is lost.")],
  failed: [() => _("That did not work"), () => _("Go back to the bot and try again from there.")],
};

export function refusal(code) {
  const [head, advice] = refusals[code] ?? refusals.failed;
  return { head: head(), advice: advice() };
}

export const close = () => _("Back to the bot");
