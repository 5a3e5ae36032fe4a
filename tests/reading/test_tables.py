"""Tables of courses: what people send, and what nobody should."""

import tracemalloc
from contextlib import suppress
from datetime import date
from io import BytesIO
from itertools import count
from zipfile import ZIP_LZMA, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import (
    DomainError,
    FileEmpty,
    FileNotRead,
    FileTooBig,
    FileTooComplex,
    FileUnpacksTooBig,
    NoNameColumn,
    TooManyCourses,
    TooManyLines,
)
from domain.reading import columns, files
from domain.reading.found import MOST_BYTES, MOST_COURSES, MOST_LINES, Found, Wanted
from domain.reading.patience import Patience
from tests.people import CAMPUS
from tests.reading import ru
from tests.reading.books import STRINGS, book, changed, lying, sheet_of

TODAY = date(2026, 3, 2)
MONDAYS = [{"days": ["mo", "we"], "start": "18:00", "end": "19:30", "location": None}]


def read(content: bytes | str, patience: Patience | None = None) -> Found:
    spelled = content.encode() if isinstance(content, str) else content
    return files.courses(spelled, today=TODAY, tz=CAMPUS.tz, patience=patience or Patience())


def the(content: bytes | str) -> Wanted:
    found = read(content)
    assert found.faults == []
    [course] = found.courses
    return course


def codes(content: bytes | str) -> list[tuple[int, str, str]]:
    return [(it.line, it.column, it.error.code) for it in read(content).faults]


# What is understood


def test_every_column_is_read() -> None:
    course = the(
        "Name,Description,First day,Last day,Schedule,Place,Link,Seats,Points,MISIS,Banner,ID\n"
        'Python,About,1.09.2026,20.12.2026,"Mon, Wed 18:00-19:30",B-734,'
        "https://example.org,20,5,yes,https://example.org/1.png,PY-1\n"
    )

    assert (course.line, course.key) == (2, "id:PY-1")
    assert course.fields == {
        "name": "Python",
        "description": "About",
        "start_date": date(2026, 9, 1),
        "end_date": date(2026, 12, 20),
        "schedule": MONDAYS,
        "location": "B-734",
        "online_url": "https://example.org",
        "capacity": 20,
        "points_per_visit": 5,
        "is_from_misis": True,
        "banner_url": "https://example.org/1.png",
    }


def test_russian_headings_are_read_in_any_order_and_case() -> None:
    assert the(ru.TABLE).fields == {
        "name": ru.NAME,
        "start_date": date(2026, 9, 1),
        "end_date": date(2026, 12, 20),
        "schedule": [{**MONDAYS[0], "location": ru.ROOM}],
        "is_from_misis": True,
        "capacity": 20,
    }


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"]
)
def test_encodings_of_usual_programs_are_understood(encoding: str) -> None:
    assert the(ru.TABLE.encode(encoding)).fields["name"] == ru.NAME


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_ends_of_lines_are_found_out(delimiter: str, end: str) -> None:
    lines = [["Name", "Seats"], ["Python", "20"], ["Design", "5"]]

    found = read(end.join(delimiter.join(it) for it in lines))

    assert [it.fields for it in found.courses] == [
        {"name": "Python", "capacity": 20},
        {"name": "Design", "capacity": 5},
    ]
    assert [it.line for it in found.courses] == [2, 3]


def test_line_that_names_the_delimiter_is_none_of_the_table() -> None:
    assert the("sep=|\nName|Seats\nA, b; c|5").fields == {"name": "A, b; c", "capacity": 5}


def test_cell_of_several_lines_is_one_and_the_next_line_is_counted_right() -> None:
    found = read('Name,Description\nPython,"one\ntwo"\nDesign,x\n')

    assert [(it.line, it.fields["description"]) for it in found.courses] == [
        (2, "one\ntwo"),
        (4, "x"),
    ]


def test_lines_above_the_headings_and_empty_ones_are_passed_over() -> None:
    found = read("The programme\n\n,,\nName,Seats\n\nPython,5\n,,\n")

    assert [(it.line, it.fields["name"]) for it in found.courses] == [(6, "Python")]


def test_empty_cell_says_nothing() -> None:
    assert the("Name,Place,Seats\nPython,,\n").fields == {"name": "Python"}


def test_columns_that_say_nothing_to_us_are_named() -> None:
    assert read("Name,Colour,Seats,Mood\nPython,red,5,good\n").ignored == ["Colour", "Mood"]


def test_spreadsheet_has_real_dates_numbers_and_answers() -> None:
    course = the(
        book(
            ["Name", "First day", "Last day", "Seats", "MISIS", "ID"],
            ["Python", date(2026, 9, 1), "20.12.2026", 20, True, 7],
            sheets=2,
        )
    )

    assert course.key == "id:7"
    assert course.fields == {
        "name": "Python",
        "start_date": date(2026, 9, 1),
        "end_date": date(2026, 12, 20),
        "capacity": 20,
        "is_from_misis": True,
    }


def test_formula_is_its_value_and_nothing_is_computed() -> None:
    course = the(book(["Name", "Seats", "Place"], ["Python", "=1+1", '=CMD("calc")']))

    assert course.fields == {"name": "Python", "capacity": 42, "location": "42"}


@pytest.mark.parametrize("name", ["=1+1", "+7 999", "@cmd", '=HYPERLINK("http://x")'])
def test_words_that_look_like_a_formula_are_words_in_a_csv(name: str) -> None:
    quoted = name.replace('"', '""')

    assert the(f'Name;Seats\n"{quoted}";5\n').fields["name"] == name


def test_spreadsheet_may_begin_anywhere() -> None:
    found = read(book([], [], ["", "", "Name", "Seats"], [], ["", "", "Python", 5]))

    assert [(it.line, it.fields["name"]) for it in found.courses] == [(5, "Python")]


def test_dates_in_the_schedule_are_those_of_the_course() -> None:
    course = the('Name;Schedule\nPython;"Mon 18:00-19:30 until 20.12.2026"\n')

    assert course.fields["end_date"] == date(2026, 12, 20)


def test_key_without_an_id_is_the_name_and_the_first_day() -> None:
    keys = [
        it.key for it in read("Name,First day\nPython,1.09.2026\n PYTHON ,1.02.2027\n").courses
    ]

    assert keys == ["name:python|2026-09-01", "name:python|2027-02-01"]


def test_rules_at_the_same_time_are_one_lesson_when_they_are_counted() -> None:
    rules = ";".join(["Mon, Wed, Fri 10:00-11:00"] * 20)
    table = f'Name,First day,Last day,Schedule\nPython,1.09.2026,{{}},"{rules}"\n'

    assert len(the(table.format("1.09.2029")).fields["schedule"]) == 20
    other = rules.replace("Fri 10", "Fri 9", 1)
    [code] = codes(table.format("1.09.2029").replace(rules, other))
    assert code == (2, "Last day", "too_many_lessons")
    assert codes(table.format("1.10.2029")) == [(2, "Last day", "course_too_long")]


@pytest.mark.parametrize(
    "cells",
    [
        ("1.09", "", ""),
        ("1 September", "20.12.2026", ""),
        ("tomorrow", "", ""),
        ("29.02", "", ""),
        ("", "20.12", ""),
        ("", "", "Mon 18:00-19:30 until 20.12"),
        ("", "", "Mon 18:00-19:30 from 1.09 to 20.12"),
    ],
)
def test_days_that_would_be_others_later_need_a_year(cells: tuple[str, ...]) -> None:
    found = read("\n".join(["Name;First day;Last day;Schedule", ";".join(["Python", *cells])]))

    assert found.courses == []
    assert [it.error.code for it in found.faults] == ["year_missing"]


@pytest.mark.parametrize(
    "cells",
    [
        ("1.09.2026", "20.12", ""),
        ("1.09.26", "", "Mon 18:00-19:30 until 20.12"),
        ("", "", "Mon 18:00-19:30 from 1.09 to 20.12.2026"),
    ],
)
def test_days_that_follow_from_one_with_a_year_need_none(cells: tuple[str, ...]) -> None:
    course = the("\n".join(["Name;First day;Last day;Schedule", ";".join(["Python", *cells])]))

    if cells[1] or cells[2]:
        assert course.fields["end_date"] == date(2026, 12, 20)


# What is not


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("First day", "32.13", "day_not_valid"),
        ("First day", "soon", "day_not_valid"),
        ("Last day", "-1", "day_not_valid"),
        ("Schedule", "sometimes", "schedule_word_unknown"),
        ("Seats", "many", "number_not_valid"),
        ("Seats", "-5", "number_not_valid"),
        ("Seats", "1e9", "number_not_valid"),
        ("Points", "99999", "number_not_valid"),
        ("Link", "javascript:alert(1)", "address_not_valid"),
        ("Banner", "file:///etc/passwd", "address_not_valid"),
        ("MISIS", "maybe", "answer_not_valid"),
        ("Name", "...", "title_not_valid"),
        ("Name", "x" * 201, "title_not_valid"),
        ("Place", "x" * 201, "place_not_valid"),
    ],
)
def test_wrong_cell_is_told_by_line_and_column(column: str, value: str, code: str) -> None:
    table = f"Name;{column}\nPython;{value}" if column != "Name" else f"Name;Seats\n{value};5"

    found = read(table)

    assert found.courses == []
    assert [(it.line, it.column, it.error.code) for it in found.faults] == [(2, column, code)]
    assert found.faults[0].value == value[:60]


def test_every_wrong_cell_of_a_line_is_told_and_the_other_lines_are_read() -> None:
    found = read("Name;Seats;MISIS\nPython;many;maybe\nDesign;5;no\n;5;no\n")

    assert [it.fields["name"] for it in found.courses] == ["Design"]
    assert [(it.line, it.column) for it in found.faults] == [
        (2, "Seats"),
        (2, "MISIS"),
        (4, "Name"),
    ]


def test_end_before_the_beginning_is_a_mistake() -> None:
    table = "Name;First day;Last day\nPython;1.09.2026;1.08.2026\n"

    assert codes(table) == [(2, "Last day", "dates_not_valid")]


def test_course_that_stands_there_twice_is_a_mistake() -> None:
    found = read("Name;ID\nPython;1\nDesign;1\n")

    assert [it.fields["name"] for it in found.courses] == ["Python"]
    [fault] = found.faults
    assert (fault.line, fault.error.code) == (3, "course_twice_in_file")


# What is refused as a whole


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n \n",
        b"Name,Seats\n",
        b"Name;Seats\n;;\n;;\n",
        book(["Name", "Seats"]),
        book(),
    ],
    ids=["nothing", "spaces", "headings", "empty lines", "headings of a book", "empty book"],
)
def test_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(FileEmpty):
        read(content)


@pytest.mark.parametrize("content", ["Colour,Mood\nred,good", "\n".join(["x"] * 50)])
def test_table_without_names_is_refused(content: str) -> None:
    with pytest.raises(NoNameColumn):
        read(content)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + b"junk" * 50,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        b"%PDF-1.7\n\x00\x00\x01",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        book(["Name"], ["Python"])[:600],
        changed(book(["Name"], ["Python"]), workbook=None),
        changed(book(["Name"], ["Python"]), sheet=None),
        changed(book(["Name"], ["Python"]), sheet=b"<worksheet"),
        changed(book(["Name"], ["Python"]), workbook=b"\x00\xff"),
    ],
    ids=["junk", "old excel", "pdf", "png", "cut off", "no book", "no sheet", "broken", "binary"],
)
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises((FileNotRead, FileEmpty, NoNameColumn)):
        read(content)


def test_zip_with_another_packing_is_refused() -> None:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_LZMA) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")

    with pytest.raises(FileNotRead):
        read(content.getvalue())


def test_large_file_is_refused_unread() -> None:
    with pytest.raises(FileTooBig):
        read(b"x" * (MOST_BYTES + 1))


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(TooManyLines):
        read("Name\n" + "Python\n" * (MOST_LINES + 1))


def test_hundred_thousand_lines_are_refused_in_time() -> None:
    lines = "".join(f"Course {number}\n" for number in range(MOST_LINES))

    with pytest.raises(TooManyCourses):
        read("Name\n" + lines)


def test_as_many_courses_as_there_may_be_are_read() -> None:
    lines = [f"Course {number}" for number in range(MOST_COURSES)]

    assert len(read("\n".join(["Name", *lines])).courses) == MOST_COURSES
    with pytest.raises(TooManyCourses):
        read("\n".join(["Name", *lines, "One more"]))


@pytest.mark.parametrize(
    "content",
    ["Name\n" + "A\nB\n\n" * 9, book(["Name"], *[["A"]] * 9), "Name\n" + ";\n" * 9],
    ids=["csv", "book", "empty lines"],
)
def test_table_that_lasts_too_long_is_refused(content: bytes | str) -> None:
    with pytest.raises(FileTooComplex):
        read(content, Patience(count().__next__))


def test_spreadsheet_of_too_many_lines_is_refused() -> None:
    row = b'<row r="200000"><c r="A200000"><v>1</v></c></row>'

    with pytest.raises(TooManyLines):
        read(changed(book(["Name"], ["Python"]), sheet=sheet_of(row)))


# Bombs


def ensure_refused(content: bytes, error: type[DomainError]) -> None:
    """And not unpacked first."""
    tracemalloc.start()
    with pytest.raises(error):
        read(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 * 1024**2


def test_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = changed(book(["Name"], ["Python"]), sheet=sheet_of(b" " * (1 << 27)))
    assert len(bomb) < MOST_BYTES

    ensure_refused(bomb, FileUnpacksTooBig)


def test_bomb_that_says_that_it_is_small_is_refused() -> None:
    bomb = changed(book(["Name"], ["Python"]), strings=b"<sst>" + b" " * (1 << 27))

    ensure_refused(lying(bomb, STRINGS), FileNotRead)


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="100000"><c r="XFD100000"/></row>',
        b'<row r="99999"><c t="n" r="ZZZ99999"><v>1</v></c></row>',
    ],
)
def test_cells_far_apart_are_refused(cells: bytes) -> None:
    ensure_refused(changed(book(["Name"], ["Python"]), sheet=sheet_of(cells)), FileUnpacksTooBig)


@pytest.mark.parametrize(
    "cell",
    [
        b"<c r = 'XFD100000'><v>1</v></c>",
        b'<c\nr="XFD100000"/>',
        b'<c r="XFD&#49;00000"/>',
        b'<x:c r="A1" y=\'r="XFD1"\'/>',
    ],
)
def test_cell_that_hides_its_place_is_refused(cell: bytes) -> None:
    with pytest.raises(FileNotRead):
        read(changed(book(["Name"], ["Python"]), sheet=sheet_of(b"<row>" + cell + b"</row>")))


def test_long_text_shown_in_many_cells_is_refused() -> None:
    strings = b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si></sst>"
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (it, it) for it in range(1, 1000)
    )

    ensure_refused(
        changed(book(["Name"], ["Python"]), strings=strings, sheet=sheet_of(rows)),
        FileUnpacksTooBig,
    )


def test_entities_of_xml_are_not_expanded() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    strings = laughs + b"<sst><si><t>Name</t></si><si><t>&b;</t></si></sst>"

    with pytest.raises((FileNotRead, FileEmpty, NoNameColumn)):
        read(changed(book(["Name"], ["Python"]), strings=strings))


def test_pictures_and_macros_are_not_looked_at() -> None:
    content = BytesIO(book(["Name"], ["Python"]))
    with ZipFile(content, "a", 8) as packed:
        packed.writestr("xl/media/image1.png", bytes(1 << 27))
        packed.writestr("xl/vbaProject.bin", b"macro")

    assert the(content.getvalue()).fields == {"name": "Python"}


# Whatever it is


@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for beginning in (b"", b"PK\x03\x04", b"\xff\xfe", b"Name;Seats\n", b"BEGIN:VCALENDAR\n"):
        with suppress(DomainError):
            read(beginning + content)


@given(place=st.integers(0, 7000), byte=st.integers(0, 255))
def test_broken_spreadsheet_is_read_or_refused(place: int, byte: int) -> None:
    content = bytearray(book(["Name", "Seats"], ["Python", 5]))
    content[place % len(content)] = byte
    with suppress(DomainError):
        read(bytes(content))


@pytest.mark.parametrize("language", ["ru", "en"])
def test_headings_of_the_form_are_understood(language: str) -> None:
    headings = columns.proposed(language)

    assert dict(columns.courses(list(headings.values()))) == {
        field: at for at, field in enumerate(headings)
    }
