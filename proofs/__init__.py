"""The fault suite: the real processes, killed, frozen and cut off under load.

Run with `make proof`. Each prints its figures at the end.
"""
