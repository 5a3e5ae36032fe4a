"""Links, and the roles and parts that come with them."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
    errors.TakerNotAdmin: N_("Only an admin can manage a course. Choose somebody else."),
    errors.LinkNotValid: N_("This link does not work. Ask for a new one."),
    errors.LinkExpired: N_("This link is out of date. Ask for a new one."),
    errors.InviteUsed: N_("This link was used already. Ask for a new one."),
    errors.InviteRevoked: N_("This link was taken back. Ask for a new one."),
    errors.InviteOfOwn: N_("You made this link yourself. Send it to the person it is for."),
    errors.RoleHeld: N_(
        "You have this role already, or a higher one. The link is still good: pass it on."
    ),
    errors.PartHeld: N_(
        "You have this part in the course already, or a higher one. The link is still good: "
        "pass it on."
    ),
    errors.ManagerNotAdmin: N_(
        "Only an admin can manage a course. Ask for the admin role first: the link is still good."
    ),
    errors.NotNewcomer: N_(
        "This link is for somebody new here, and you take part already. It is still good: pass it "
        "on."
    ),
    errors.ProfileNotFree: N_("There is no such profile, or it is taken already."),
    errors.NotOnStaff: N_("You are not on the team of this course."),
    errors.MemberNotFound: N_("This person is not on the team any more."),
    errors.LastAdmin: N_("This is the only admin: make somebody else one first."),
    errors.LastManager: N_(
        "This is the only manager, and a course needs one. Invite another one first."
    ),
}
