"""Courses and days as files have them: tables (XLSX, CSV) and calendars (iCalendar)."""
