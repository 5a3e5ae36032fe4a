"""What Telegram allows, and its words where it does not."""
