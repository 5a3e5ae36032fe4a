from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from aiogram.utils.i18n import I18n

from bot.texts.errors import refusal
from domain import errors
from domain.campus import LANGUAGES
from domain.errors import DomainError
from tests import limits
from tests.factories import NOON

FAR_AWAY = ZoneInfo("America/Argentina/ComodRivadavia")
"""As long as names of zones get."""

EXAMPLES = [
    errors.NotAuthenticated(),
    errors.Blocked(),
    errors.NotRegistered(),
    errors.ScopeMissing("courses:write"),
    errors.KeyReused(),
    errors.CursorNotValid(),
    errors.TokenNotFound(),
    errors.NotAllowed(),
    errors.AdminsOnly(),
    errors.CourseNotFound(),
    errors.CourseNotOpen(),
    errors.EnrollmentClosed(NOON),
    errors.Expelled(),
    errors.NotEnrolled(),
    errors.EnrollmentNotFound(),
    errors.AlreadyEnrolled(2**63 - 1),
    errors.PersonNotNamed(),
    errors.CourseFull(),
    errors.StepNotPossible(),
    errors.NotWaiting(),
    errors.RankNotValid(),
    errors.PersonBlocked(),
    errors.TakerNotAdmin(),
    errors.StillWaiting(),
    errors.AttendanceNotFound(),
    errors.OffsetNotValid(7),
    errors.TooManyReminders(5),
    errors.ReminderNotFound(),
    errors.ReminderTextNotValid(500),
    errors.ProjectorNotFound(),
    errors.AlreadyMarked(2**63 - 1, NOON),
    errors.MarkReasonMissing(),
    errors.CheckInLongEnough(3),
    errors.CheckInNotOpen(),
    errors.NoLessonThen(),
    errors.SeveralLessonsThen([2**63 - 2, 2**63 - 1]),
    errors.FeedbackNotFound(),
    errors.CommentNotValid(2000),
    errors.AlreadyReviewed(2**63 - 1),
    errors.CourseCompleted(),
    errors.LeavingClosed(NOON),
    errors.CapacityTooLow(2**63 - 1),
    errors.DatesNotValid(),
    errors.TitleNotValid(200),
    errors.DescriptionNotValid(3500),
    errors.PlaceNotValid(200),
    errors.DayNotValid(),
    errors.MomentNotValid(),
    errors.MomentPast(),
    errors.MinutesNotValid(1440),
    errors.NumberNotValid(100_000),
    errors.ShareNotValid(),
    errors.AddressNotValid(1000),
    errors.ChoiceNotValid(),
    errors.CourseHasNoDates(),
    errors.ScheduleNotValid(),
    errors.ScheduleWordUnknown("x" * 40),
    errors.ScheduleWordAlike("x" * 40, "wednesday"),
    errors.ScheduleWithoutDays("x" * 40),
    errors.ScheduleWithoutHours("x" * 40),
    errors.ScheduleHalfTime("x" * 40),
    errors.ScheduleEndsFirst("x" * 40),
    errors.ScheduleDatesUnclear("x" * 40),
    errors.ScheduleTwiceAtOnce("18:00"),
    errors.PlaceIsLink(),
    errors.TooManyLessons(500),
    errors.CourseTooLong(3),
    errors.PreviewGone(),
    errors.LessonTimeUnclear("x" * 40),
    errors.LessonTimeMissing("x" * 40),
    errors.NothingToTell(),
    errors.CourseChanged(),
    errors.CourseHasAttendance(),
    errors.StatusNotPossible(),
    errors.LessonNotFound(),
    errors.LessonTimesNotValid(24),
    errors.LessonClash(),
    errors.HostBusy(),
    errors.HostNotOnStaff(),
    errors.LessonHasAttendance(),
    errors.LessonCancelled(),
    errors.LessonBegun(),
    errors.LessonMarked(),
    errors.QuestionNotFound(),
    errors.QuestionNotValid(1500),
    errors.QuestionAnswered(),
    errors.QuestionNotOpen(),
    errors.QuestionToOneself(),
    errors.CourseNotAsked(),
    errors.NobodyToAsk(),
    errors.TooManyOpenQuestions(3),
    errors.TooManyQuestions(10),
    errors.ExcuseNotValid(200),
    errors.ScanNotFound(),
    errors.UndoTooLate(),
    errors.NameNotValid(100),
    errors.LabelNotValid(100),
    errors.GroupNotValid(40),
    errors.EmailNotValid(),
    errors.AlreadyRegistered(2**63 - 1),
    errors.EmailTaken(),
    errors.LanguageNotSpoken(),
    errors.TimezoneNotKnown(),
    errors.QuietHoursNotValid(),
    errors.SignInNotFound(),
    errors.PersonNotFound(),
    errors.NotOnOneself(),
    errors.RoleOfOperator(),
    errors.StillAdmin(),
    errors.ReasonNotValid(300),
    errors.PeriodNotValid(),
    errors.AlreadyManaged(),
    errors.FileNotRead(),
    errors.FileTooBig(5),
    errors.FileNotFetched(),
    errors.FileUnpacksTooBig(),
    errors.FileTooComplex(),
    errors.FileEmpty(),
    errors.TooManyLines(100_000),
    errors.TooManyCourses(2000),
    errors.TooManyLessonsInFile(20_000),
    errors.NoNameColumn(),
    errors.AnswerNotValid(),
    errors.YearMissing(),
    errors.CourseTwiceInFile(100_000),
    errors.EventAllDay(),
    errors.EventWithoutTimes(),
    errors.EventEndless(),
    errors.EventRepeatsOddly(),
    errors.ImportNotFound(),
    errors.ImportUnderWay(),
    errors.HolidaysNotValid("W" * 60),
    errors.TooManyHolidays(400),
    errors.HolidayNotFound(),
    errors.BannerNotFound(),
    errors.PictureFileTooBig(20),
    errors.PictureKindNotKnown(),
    errors.PictureNotRead(),
    errors.PictureTooSmall(100_000, 100_000),
    errors.PictureTooNarrow(),
    errors.PictureTooLarge(40),
    errors.PictureTooHeavy(),
    errors.PicturesBusy(),
    errors.MeetingNotBegun(),
    errors.LinkNotValid(),
    errors.LinkExpired(),
    errors.InviteUsed(),
    errors.InviteRevoked(),
    errors.InviteOfOwn(),
    errors.RoleHeld(),
    errors.PartHeld(),
    errors.ManagerNotAdmin(),
    errors.NotNewcomer(),
    errors.ProfileNotFree(),
    errors.PartNotEnough(),
    errors.NotOnStaff(),
    errors.MemberNotFound(),
    errors.LastAdmin(),
    errors.LastManager(),
    errors.AnnouncementNotFound(),
    errors.AnnouncementBegun(),
    errors.AnnouncementOver(),
    errors.AnnouncementEmpty(),
    errors.AnnouncementTooLong(4096),
    errors.FormattingNotValid(),
    errors.MediaNotTaken(),
    errors.MediaStays(),
    errors.AudienceNotValid(),
    errors.LateTooSoon(),
    errors.NobodyToTell(),
    errors.ButtonNotValid(40),
    errors.CardNotSent(),
]

each_error = pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: error.code)


def kinds(of: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def words(error: DomainError, i18n: I18n) -> list[str]:
    """In each language."""
    said = []
    with i18n.context():
        for language in LANGUAGES:
            with i18n.use_locale(language):
                said.append(refusal(error, FAR_AWAY))
    return said


def test_every_error_has_an_example_and_a_code_of_its_own() -> None:
    assert {type(error) for error in EXAMPLES} == set(kinds())
    assert len({error.code for error in EXAMPLES}) == len(EXAMPLES)


@each_error
def test_code_is_one_that_programs_can_read(error: DomainError) -> None:
    assert error.code == error.code.lower()
    assert error.code.replace("_", "").isascii()
    assert error.code.replace("_", "").isalpha()


@each_error
def test_every_error_has_words_in_each_language(error: DomainError, i18n: I18n) -> None:
    assert len({*words(error, i18n)}) == len(LANGUAGES)


@each_error
def test_words_fit_over_a_button(error: DomainError, i18n: I18n) -> None:
    for said in words(error, i18n):
        assert 0 < limits.units(limits.read(said)) <= limits.NOTICE
        assert list(limits.faults_of_html(said, limits.TEXT)) == []


@each_error
def test_values_of_the_error_are_said(error: DomainError, i18n: I18n) -> None:
    for said in words(error, i18n):
        assert "{" not in said
        for value in vars(error).values():
            for it in value if isinstance(value, list) else [value]:
                assert isinstance(it, type(NOON)) or str(it) in said
