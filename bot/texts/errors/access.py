"""Who asks, and what they may do."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
    errors.NotAuthenticated: N_("I do not know who is asking. Open it from the chat again."),
    errors.Blocked: N_("You are blocked here."),
    errors.NotRegistered: N_("We have not met yet. Choose a course in the chat first."),
    errors.KeyReused: N_("This key belongs to another request."),
    errors.CursorNotValid: N_("This page is out of date. Begin with the first."),
    errors.TokenNotFound: N_("There is no such token."),
    errors.NotAllowed: N_("Only those who run this course can do that."),
    errors.AdminsOnly: N_("Only admins can do that."),
    errors.PartNotEnough: N_("Your part in this course does not allow that. Ask its manager."),
    errors.ScopeMissing: N_("The token does not allow that: {scope}."),
}
