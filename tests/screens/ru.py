"""What people and the page of screens say in Russian."""

HEAD = """# Экраны

Все экраны, до которых можно дойти в чате: слова и кнопки, по-русски и по-английски,
как их показывает сам бот. У каждой роли показаны только те экраны, которых нет у ролей выше.
Страницу составляет `make screens`, а тест следит, чтобы она не устарела.

*Every screen of the chat, in both languages, as the bot itself shows it: made by `make screens`,
kept current by a test. Each role has only those that the roles above it have not.*
"""

TITLES = {
    "stranger": "Незнакомец",
    "participant": "Участница",
    "assistant": "Ассистент курса",
    "host": "Ведущая",
    "admin": "Администратор",
    "blocked": "Заблокированный",
}

PICTURE, ALERT = "(картинка)", "(окошко над кнопкой)"

LONG = "Разберём всё по порядку и на примерах. " * 20
SHORT = "Коротко о главном."
TOPIC = "Списки и словари"
ROOM, OTHER_ROOM = "Б-734", "Л-550"
GROUP, OTHER_GROUP = "БПИ-23-1", "БПИ-22-3"
REASON = "Спам в вопросах ведущим."

PEOPLE = {
    "participant": "Анна Ильина",
    "assistant": "Олег Рябов",
    "host": "Мария Котова",
    "other host": "Пётр Лисин",
    "admin": "Вера Орлова",
    "other admin": "Глеб Соколов",
    "second manager": "Нина Громова",
    "blocked": "Иван Шумов",
}

COURSES = {
    "python": "Python для анализа данных",
    "full": "Основы дизайна",
    "open": "Математический практикум",
    "closed": "История науки",
    "late": "Публичные выступления",
    "hosts'": "Школа ведущих",
    "draft": "Новый курс",
    "over": "Логика",
}

COURSE_LINK, FOREIGN_LINK, INVITE = "ссылка на курс «{}»", "чужая ссылка", "ссылка: {}"
INVITES = {
    "role": "роль ведущего",
    "operator's": "роль администратора от оператора",
    "part": "ведущий курса",
    "manager": "менеджер курса",
    "expired": "просрочена",
    "revoked": "отозвана",
    "used": "использована",
}

TOKENS = {"old": "Старый портал", "of a course": "Пропуска в корпус Б"}

FOUND, NOT_FOUND = "python", "абракадабра"

TYPED: dict[str, tuple[str, ...]] = {
    "Meeting:typing_name": ("Инна Серова", "7"),
    "Meeting:typing_group": ("БПИ-24-2", "длинно " * 20),
    "Settings:typing_name": ("Инна Серова", "7"),
    "Settings:typing_group": ("БПИ-24-2", "длинно " * 20),
    "Settings:typing_email": ("inna@example.org", "почта"),
    "Settings:typing_timezone": ("Омск", "Атлантида"),
    "Settings:typing_quiet_hours": ("с 22 до 8", "ночью"),
    "People:typing_words": ("Ильина", "никого"),
    "People:typing_reason": ("Спам в чате", "длинно " * 60),
    "Tokens:typing_name": ("Расписание института", "длинно " * 20),
    "Filtering:typing_person": ("Ильина", "никого"),
    "Filtering:typing_course": ("Python", "ничего"),
    "Filtering:typing_days": ("с 1 февраля по 2 марта", "когда-то"),
}
"""Into each dialog, by its state: what is right, and what is not."""
