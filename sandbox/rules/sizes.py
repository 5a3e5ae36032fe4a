"""How large what is said and sent may be: https://core.telegram.org/bots/api."""

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
"""After entities are parsed, as all lengths of text."""

PHOTO_BYTES = 10 << 20
PHOTO_SIDES = 10_000
"""Width and height together."""
PHOTO_RATIO = 20

FILE_BYTES = 50 << 20
"""Of anything but a photo."""
STICKER_SIDE = 512

DOWNLOAD_BYTES = 20 << 20
