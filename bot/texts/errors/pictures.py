"""Pictures of courses."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
    errors.BannerNotFound: N_("I do not have this picture any more. Send it again."),
    errors.PictureFileTooBig: N_(
        "The file is too big: {megabytes} MB at most. Send the picture as a photo, not as a file."
    ),
    errors.PictureKindNotKnown: N_(
        "I cannot read this kind of file. Send a photo, or a JPEG, PNG or WebP file."
    ),
    errors.PictureNotRead: N_(
        "This picture is broken or incomplete. Save it again, or send another one."
    ),
    errors.PictureTooSmall: N_(
        "This picture is too small: {width}x{height}. Send a larger one, at least 640x360."
    ),
    errors.PictureTooNarrow: N_(
        "This picture is too long and narrow. Send one that is closer to 16:9, such as 1280x720."
    ),
    errors.PictureTooLarge: N_(
        "This picture is too large: {megapixels} million pixels at most. Send it as a photo, not "
        "as a file."
    ),
    errors.PicturesBusy: N_(
        "I am busy with other pictures just now. Send yours again in half a minute."
    ),
    errors.PictureTooHeavy: N_(
        "I could not process this picture in time. Send it as a photo, not as a file, or try "
        "again."
    ),
}
