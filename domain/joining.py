"""What people write around days and hours and between them, in English and in Russian."""

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
"""All that are not the plain one."""

SINCE = "from|since|\u0441\u043e?"
UNTIL = "to|till|until|through|thru|\u0434\u043e|\u043f\u043e"
FIRST_DAY = (
    rf"\u043d\u0430\u0447\u0438\u043d\u0430\u044f \u0441|start(?:s|ing)?(?: on| from)?|"
    rf"beginning(?: on)?|\u043d\u0430\u0447\u0430\u043b\u043e(?: \u0441)?|{SINCE}|\u043e\u0442"
)
LAST_DAY = (
    r"end(?:s|ing)?(?: on)?|by|\u043e\u043a\u043e\u043d\u0447\u0430\u043d\u0438\u0435|"
    r"\u043a\u043e\u043d\u0435\u0446|"
    rf"\u0437\u0430\u043a\u0430\u043d\u0447\u0438\u0432\u0430[\u0435\u044e]\u0442\u0441\u044f|{UNTIL}"
)
TILL = rf"[-{DASHES}]|\.\.+|\u2026|{UNTIL}"
"""For regular expressions, in small letters."""

YEAR = r"(?:\s*(?:\u0433\.?|\u0433\u043e\u0434\u0430?)(?!\w))?"
"""What Russians say behind a year."""

PLAIN = str.maketrans(dict.fromkeys(DASHES, "-") | {"\u0451": "\u0435"})


def plain(line: str) -> str:
    """As long as before, in small letters and with plain dashes."""
    low = "".join(low if len(low := it.lower()) == 1 else it for it in line)
    return low.translate(PLAIN)
