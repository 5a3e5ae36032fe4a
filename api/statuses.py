"""Which status each refusal has."""

from http import HTTPStatus

from domain import errors

UNAUTHORIZED, FORBIDDEN = HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN
NOT_FOUND, CONFLICT = HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY

STATUS: dict[type[errors.DomainError], HTTPStatus] = {
    errors.NotAuthenticated: UNAUTHORIZED,
    errors.Blocked: FORBIDDEN,
    errors.NotRegistered: FORBIDDEN,
    errors.ScopeMissing: FORBIDDEN,
    errors.NotAllowed: FORBIDDEN,
    errors.PartNotEnough: FORBIDDEN,
    errors.AdminsOnly: FORBIDDEN,
    errors.Expelled: FORBIDDEN,
    errors.ManagerNotAdmin: FORBIDDEN,
    errors.NotNewcomer: FORBIDDEN,
    errors.NotOnOneself: FORBIDDEN,
    errors.RoleOfOperator: FORBIDDEN,
    errors.InviteOfOwn: FORBIDDEN,
    errors.CourseNotFound: NOT_FOUND,
    errors.PersonNotFound: NOT_FOUND,
    errors.NotEnrolled: NOT_FOUND,
    errors.TokenNotFound: NOT_FOUND,
    errors.MemberNotFound: NOT_FOUND,
    errors.NotOnStaff: NOT_FOUND,
    errors.SignInNotFound: NOT_FOUND,
    errors.LinkNotValid: NOT_FOUND,
    errors.LinkExpired: NOT_FOUND,
    errors.CourseChanged: HTTPStatus.PRECONDITION_FAILED,
    errors.CourseNotOpen: CONFLICT,
    errors.EnrollmentClosed: CONFLICT,
    errors.CourseCompleted: CONFLICT,
    errors.LeavingClosed: CONFLICT,
    errors.CourseHasAttendance: CONFLICT,
    errors.StatusNotPossible: CONFLICT,
    errors.CapacityTooLow: CONFLICT,
    errors.EmailTaken: CONFLICT,
    errors.StillAdmin: CONFLICT,
    errors.LastManager: CONFLICT,
    errors.RoleHeld: CONFLICT,
    errors.PartHeld: CONFLICT,
    errors.InviteUsed: CONFLICT,
    errors.InviteRevoked: CONFLICT,
    errors.ProfileNotFree: CONFLICT,
    errors.MeetingNotBegun: CONFLICT,
    errors.KeyReused: UNPROCESSABLE,
    errors.CursorNotValid: UNPROCESSABLE,
    errors.NameNotValid: UNPROCESSABLE,
    errors.GroupNotValid: UNPROCESSABLE,
    errors.EmailNotValid: UNPROCESSABLE,
    errors.LanguageNotSpoken: UNPROCESSABLE,
    errors.TimezoneNotKnown: UNPROCESSABLE,
    errors.QuietHoursNotValid: UNPROCESSABLE,
    errors.ReasonNotValid: UNPROCESSABLE,
    errors.PeriodNotValid: UNPROCESSABLE,
    errors.DatesNotValid: UNPROCESSABLE,
    errors.ScheduleNotValid: UNPROCESSABLE,
}
"""A test compares it with the refusals that there are."""
