"""What can be said about an answer; by itself, because everyone needs the word and few the judge."""

from __future__ import annotations

from enum import Enum


class Grade(Enum):
    """What can be said about an answer; UNREADABLE is never held against the learner."""

    RIGHT = "right"
    WRONG = "wrong"
    UNREADABLE = "unreadable"
    NOTED = "noted"  # own words: what they speak of was noted, and nothing is said about their truth
