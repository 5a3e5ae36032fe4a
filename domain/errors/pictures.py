"""Pictures of courses."""

from domain.errors.base import DomainError


class PictureKindNotKnown(DomainError):
    """Neither a JPEG nor a PNG nor a WebP, whatever it is called."""

    code = "picture_kind_not_known"


class PictureNotRead(DomainError):
    """Cut off, or broken."""

    code = "picture_not_read"


class PictureTooSmall(DomainError):
    code = "picture_too_small"

    def __init__(self, width: int, height: int) -> None:
        super().__init__(f"{width} by {height} pixels")
        self.width = width
        self.height = height


class PictureTooNarrow(DomainError):
    """A strip, of which a course could show next to nothing."""

    code = "picture_too_narrow"


class PictureTooLarge(DomainError):
    code = "picture_too_large"

    def __init__(self, megapixels: int) -> None:
        super().__init__(f"more than {megapixels} million pixels")
        self.megapixels = megapixels


class PictureFileTooBig(DomainError):
    code = "picture_file_too_big"

    def __init__(self, megabytes: int) -> None:
        super().__init__(f"more than {megabytes} MB")
        self.megabytes = megabytes


class PictureTooHeavy(DomainError):
    """It takes more time or memory than a picture may."""

    code = "picture_too_heavy"


class PicturesBusy(DomainError):
    """Others are looked at: one at a time."""

    code = "pictures_busy"


class BannerNotFound(DomainError):
    """It was forgotten, or is somebody else's, or the course has none."""

    code = "banner_not_found"
