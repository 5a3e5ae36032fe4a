"""Rules that say no, by what they are about."""

from domain.errors.access import *
from domain.errors.announcements import *
from domain.errors.attendance import *
from domain.errors.base import *
from domain.errors.courses import *
from domain.errors.editing import *
from domain.errors.enrolling import *
from domain.errors.importing import *
from domain.errors.lessons import *
from domain.errors.links import *
from domain.errors.people import *
from domain.errors.pictures import *
from domain.errors.questions import *
from domain.errors.reminders import *
from domain.errors.roll_call import *
from domain.errors.schedules import *
