"""How many pages on projectors are told what to show at once."""

from dataclasses import dataclass, field


@dataclass(eq=False)
class Place:
    """Of a page that listens."""

    screen: str
    address: str
    is_waiting: bool
    """Anybody can open pages that nobody has paired."""
    is_taken_over: bool = False
    """The same page listens anew: this one is to end."""


@dataclass
class Streams:
    """Of this process: each asks the database twice a second."""

    most: int = 200
    most_waiting: int = 40
    most_waiting_of_address: int = 20
    """A campus has one, and all its projectors behind it."""
    poll_seconds: float = 0.5
    """The count of who came rises within a second."""
    _places: dict[str, Place] = field(default_factory=dict)

    @property
    def open(self) -> int:
        return len(self._places)

    def has_room(self, screen: str, address: str, *, is_waiting: bool) -> bool:
        others = [it for it in self._places.values() if it.screen != screen]
        waiting = [it.address for it in others if it.is_waiting]
        is_crowded = is_waiting and (
            len(waiting) >= self.most_waiting
            or waiting.count(address) >= self.most_waiting_of_address
        )
        return len(others) < self.most and not is_crowded

    def take(self, screen: str, address: str, *, is_waiting: bool) -> Place | None:
        """None: there is no room. Whoever has the screen's place gives it up."""
        if not self.has_room(screen, address, is_waiting=is_waiting):
            return None
        if held := self._places.get(screen):
            held.is_taken_over = True
        place = self._places[screen] = Place(screen, address, is_waiting)
        return place

    def leave(self, place: Place) -> None:
        if self._places.get(place.screen) is place:
            del self._places[place.screen]
