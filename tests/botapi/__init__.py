"""A small, strict Bot API on loopback, with people who write and tap, for tests over HTTP."""
