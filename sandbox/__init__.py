"""A Telegram of our own on loopback: a Bot API for the bot, and what its page asks for."""
