from bot.files import Files, Sent
from domain.errors import PictureFileTooBig
from domain.pictures import MEGABYTES, Picture, Pictures

SECONDS = 2
"""For the picture, of the five that a handler has: to fetch it may have taken half of them."""


class Uploads:
    """Pictures that people send to the bot."""

    def __init__(self, files: Files, pictures: Pictures) -> None:
        self._files = files
        self._pictures = pictures

    async def picture(self, sent: Sent) -> Picture:
        """Of what was sent, whatever it is called. Raises what is wrong with it."""
        file = await self._files.fetch(sent, megabytes=MEGABYTES, too_big=PictureFileTooBig)
        with file:
            return await self._pictures.develop(file, seconds=SECONDS)
