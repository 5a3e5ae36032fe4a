"""Importing courses from a file, after a look at what that would do."""

from aiogram.filters.callback_data import CallbackData

from keyboards.layout import Id


class AskImport(CallbackData, prefix="import"):
    """For a file."""


class SendTemplate(CallbackData, prefix="import-form"):
    """A file to fill in."""

    kind: str = ""


class ShowImport(CallbackData, prefix="import-page"):
    """A page of what an import would do."""

    import_id: Id
    page: Id = 0


class RunImport(CallbackData, prefix="import-go"):
    import_id: Id


class DropImport(CallbackData, prefix="import-drop"):
    import_id: Id
