"""Links, and the roles and parts that come with them."""

from domain.errors.base import DomainError


class LinkNotValid(DomainError):
    """Not a link of ours, or not one for this bot."""

    code = "link_not_valid"


class LinkExpired(DomainError):
    code = "link_expired"


class InviteUsed(DomainError):
    """Somebody else has accepted it."""

    code = "invite_used"


class InviteRevoked(DomainError):
    """It was taken back, or whoever made it may not give that any more."""

    code = "invite_revoked"


class InviteOfOwn(DomainError):
    """Its maker is not whom it is for."""

    code = "invite_of_own"


class RoleHeld(DomainError):
    """They have the role that the link gives, or a higher one."""

    code = "role_held"


class PartHeld(DomainError):
    """They have the part that the link gives, or a higher one."""

    code = "part_held"


class ManagerNotAdmin(DomainError):
    """Only admins manage courses."""

    code = "manager_not_admin"


class NotNewcomer(DomainError):
    """The profile of somebody who takes part already cannot become another one."""

    code = "not_newcomer"


class ProfileNotFree(DomainError):
    """There is none, or somebody is it already."""

    code = "profile_not_free"


class NotOnStaff(DomainError):
    """The actor has no part in the course."""

    code = "not_on_staff"


class MemberNotFound(DomainError):
    """Somebody else has no part in the course, or none any more."""

    code = "member_not_found"


class TakerNotAdmin(DomainError):
    """A course is handed over to admins only."""

    code = "taker_not_admin"


class LastAdmin(DomainError):
    """A service leaves nobody without an admin."""

    code = "last_admin"


class LastManager(DomainError):
    """A course is not left without a manager."""

    code = "last_manager"
