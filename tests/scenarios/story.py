"""What a story is: what the owner switched on and did, what the phone did, and what a careful expert would call it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from phone import Phone

Used = list[tuple[str, str, str]]
BREAKFAST: Used = [("08:00", "08:20", "read the news")]


@dataclass(frozen=True)
class Expected:
    receiver: str  # the endpoint's id
    verdict: str
    why: str  # as the expert would say it


@dataclass(frozen=True)
class Story:
    name: str
    play: Callable[[Phone], None]
    expected: list[Expected]
    consent: dict[str, list[str]] | None = field(default_factory=dict)  # None: the profile says nothing
    used: Used | None = field(default_factory=lambda: BREAKFAST)


STORIES: list[Story] = []


def story(name: str, *expected: tuple[str, str, str], consent: dict[str, list[str]] | None = {}, used: Used | None = BREAKFAST):
    """Keeps the function that follows as a story."""
    def keep(play: Callable[[Phone], None]) -> Callable[[Phone], None]:
        STORIES.append(Story(name, play, [Expected(*one) for one in expected], consent, used))
        return play
    return keep
