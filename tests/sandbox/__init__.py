"""The sandbox over HTTP, as a bot and as its page use it."""
