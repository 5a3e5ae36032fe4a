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
DOCUMENT = "(файл)"

LONG = "Разберём всё по порядку и на примерах. " * 20
SHORT = "Коротко о главном."
ANNOUNCEMENTS = {
    "draft": "В четверг разбираем ваши проекты.",
    "told": "Занятие переносится в другую аудиторию.",
    "going": "Скоро начинаем, приходите пораньше.",
    "stopped": "Принесите зачётки.",
    "recalled": "Занятия не будет.",
    "scheduled": "Последний день записи!",
}
REMINDER = "Возьмите ноутбук и зарядку."
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
    "expelled": "Лев Чагин",
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
    "queue": "Основы фотографии",
}

ROOM_CODE, PASS = "код занятия, которое идёт", "личный код: {}"
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

FILE, IMPORTED = "курсы.xlsx", "Машинное обучение"
HOLIDAY = "Майские праздники"

FOUND, NOT_FOUND = "python", "абракадабра"

TYPED: dict[str, tuple[str, ...]] = {
    "Meeting:typing_name": ("Инна Серова", "7"),
    "Meeting:typing_group": ("БПИ-24-2", "длинно " * 20),
    "Settings:typing_name": ("Инна Серова", "7"),
    "Settings:typing_group": ("БПИ-24-2", "длинно " * 20),
    "Settings:typing_email": ("inna@example.org", "почта"),
    "Settings:typing_timezone": ("Омск", "Атлантида"),
    "Settings:typing_quiet_hours": ("с 22 до 8", "ночью"),
    "Authoring:typing_new_name": ("Основы статистики", "?!"),
    "Authoring:typing_first_day": ("7 сентября", "осенью"),
    "Editing:typing_name": ("Python с нуля", "?!"),
    "Editing:typing_description": ("Учимся отличать данные от шума.", "?!"),
    "Editing:typing_first_day": ("1 марта", "весной"),
    "Editing:typing_last_day": ("30 мая", "летом"),
    "Editing:typing_place": ("Л-550", "?!"),
    "Editing:typing_link": ("zoom.us/j/123", "ссылка"),
    "Editing:typing_seats": ("30", "много"),
    "Editing:typing_enroll_until": ("31 марта в 23:59", "потом"),
    "Editing:typing_leave_until": ("5.04 18:00", "никогда"),
    "Editing:typing_announcement": ("завтра в 12:00", "скоро"),
    "Editing:typing_points": ("10", "сколько не жалко"),
    "Editing:typing_opens_before": ("полчаса", "заранее"),
    "Editing:typing_late_after": ("10 мин", "сразу"),
    "Editing:typing_completion": ("80 %", "почти все"),
    "Excusing:typing_reason": ("Болею", "длинно " * 60),
    "Reviewing:typing_words": ("Понятно и весело", "длинно " * 300),
    "Asking:typing_question": ("Нужен ли ноутбук?", "длинно " * 200),
    "Asking:typing_answer": ("Нет, компьютеры есть", "длинно " * 300),
    "People:typing_words": ("Ильина", "никого"),
    "People:typing_reason": ("Спам в чате", "длинно " * 60),
    "Roster:typing_words": ("Ильина", "никого"),
    "Roster:typing_reason": ("Четыре пропуска", "длинно " * 60),
    "Roster:typing_place": ("1", "повыше"),
    "Roster:typing_why_moved": ("Так договорились", "длинно " * 60),
    "Roster:typing_why_admitted": ("Так договорились", "длинно " * 60),
    "Roster:typing_newcomer": ("Громова", "никого"),
    "RollCall:typing_words": ("Ильина", "никого"),
    "RollCall:typing_reason": ("Принёс справку", "длинно " * 60),
    "Tokens:typing_name": ("Расписание института", "длинно " * 20),
    "Filtering:typing_person": ("Ильина", "никого"),
    "Filtering:typing_course": ("Python", "ничего"),
    "Reminding:typing_offset": ("за 3 часа", "попозже"),
    "Reminding:typing_text": ("Возьмите ноутбук", "длинно " * 80),
    "Announcing:typing_post": ("Завтра занятие начнётся на час позже.", "длинно " * 600),
    "Announcing:typing_new_post": ("Завтра занятие начнётся на два часа позже.",),
    "Announcing:typing_button": ("Записаться https://example.org", "сюда"),
    "Announcing:typing_time": ("завтра в 12:00", "скоро"),
    "Scheduling:typing_rules": ("пн, ср 18:00–19:30 Б-734 с 1.09 до 20.12", "срда 18-19"),
    "Scheduling:typing_days": ("1.09–20.12", "когда-нибудь"),
    "Scheduling:typing_lesson": ("20.12 18:00–19:30", "20.12"),
    "Scheduling:typing_time": ("+1 неделя", "попозже"),
    "Scheduling:typing_topic": ("Списки", "длинно " * 40),
    "Scheduling:typing_place": ("Б-735", "длинно " * 40),
    "Filtering:typing_days": ("с 1 февраля по 2 марта", "когда-то"),
    "Programme:typing_words": ("Python", "ничего"),
    "Programme:sending_file": ("сейчас пришлю", "🙂"),
    "Programme:typing_holidays": ("4-6.11 Осенние каникулы; 23.02", "когда-нибудь"),
    "Picture:sending": ("вот картинка", "🙂"),
}
"""Into each dialog, by its state: what is right, and what is not."""

NOTICES_TITLE = "Уведомления"
NOTICES_HEAD = """Что бот пишет сам: каждый вид письма, кому и какими словами.

*Notices: what the bot says by itself. Every kind of letter, to whom and in which words.*
"""

NOTICES = {
    "enrolled": "Вас записали",
    "promoted": "Освободилось место",
    "waitlist_closed": "Очередь закрыта",
    "expelled": "Исключение с курса",
    "course_changed": "Изменения на курсе",
    "course_closed": "Курс закрыт",
    "reminder": "Напоминание",
    "checked_in": "Отметка",
    "mark_changed": "Отметка исправлена",
    "question": "Вопрос ведущим",
    "question_settled": "Ответ на вопрос",
    "question_answered": "На вопрос уже ответили",
    "announcement": "Объявление",
    "announcement_preview": "Объявление перед отправкой",
    "announcement_progress": "Как отправляется объявление",
    "called_in": "Просьба помочь с отметкой",
    "room_closed": "Отметка закончена",
    "missed_twice": "Два пропуска подряд",
    "missed_list": "Кто пропустил два занятия подряд",
    "course_finished": "Курс завершён",
    "feedback_reminder": "Просьба об отзыве",
    "part_given": "Роль в команде",
    "part_lost": "Больше не в команде",
    "taken_over": "Ещё один менеджер",
    "handed_over": "Курс передан",
    "invite_accepted": "Приглашение принято",
    "role_changed": "Новая роль",
    "commands": "Меню команд",
    "blocked": "Блокировка",
    "unblocked": "Снятие блокировки",
    "my_data": "Файл со своими данными",
    "roster_export": "Список участников",
    "log_export": "История действий",
    "import_form": "Бланк для импорта",
    "imported": "Импорт закончен",
    "import_question": "Сообщить об изменениях после импорта",
}
"""Titles, by the kind of letter."""

WHY_MARKED = "Принесла справку."
QUESTION = "Нужен ли на занятии ноутбук?\nСвоего у меня нет."
OTHER_QUESTION = "Можно ли опоздать на первое занятие?"
ANSWER = "Нет, в аудитории есть компьютеры."
