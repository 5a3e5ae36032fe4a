"""Names of the sample programme, and words that are in one course's card only."""

ANNA, BORIS = "Анна Королёва", "Борис Гусев"
MARIA, OLGA, PAVEL = "Мария Левченко", "Ольга Викторовна Савельева", "Павел Дорохов"

METALS, OF_METALS = "Металлы с характером", "самолёты"
DATA, OF_DATA = "Как подружиться с данными", "таблица"
PYTHON, OF_PYTHON = "Первые шаги в Python", "электричек"
TEMPLATES, OF_TEMPLATES = "C++ & <template>: не так страшно", "template"
POTTERY, OF_POTTERY = "Гончарный круг: первая чашка", "глина"

LEAVES, RISES, SHOUTS = "Вера Уходящая", "Рената Растущая", "Глеб Громкий"
"""Who come to the programme in the course of a story."""

SPAM = "Спам в чате"

NEW_COURSE = "Первая программа"
ABOUT_NEW = "От первой строчки до игры, которую не стыдно показать."
ROOM = "Б-734"
SCHEDULE = "пн, ср 18:00–19:30"
