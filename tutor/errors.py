"""Everything that can go wrong, drawn as a tree; the class says what is wrong, the message says what, where and what to do.

    TutorError                     one sentence for the learner; the command line exits with 2
    ├── InputError                 what was given cannot be used
    │   ├── FileMissing            no file at this path
    │   ├── FileUnsupported        a kind of file we cannot read
    │   ├── FileProtected          a password is needed
    │   ├── FileScanned            pictures of pages: no text to read
    │   ├── FileDamaged            the bytes do not make a document
    │   ├── FileTooBig             over the limit we read
    │   ├── FileTimedOut           reading took longer than allowed
    │   ├── Unreadable             typed mathematics we cannot read: never graded as wrong
    │   ├── UnknownQuestion        no question has this id
    │   ├── UnknownSource          no source has this id or name
    │   ├── NoSuchTopic            no template asks about this topic
    │   └── ClockJump              the clock moved in a way that would spoil the schedule
    └── HouseError                 something of ours is missing or damaged
        ├── CorpusDamaged          a bundled data file breaks its own rules
        ├── WeightsMissing         the sentence model is not there, or not the one we know
        ├── ModelMismatch          the books were embedded by another sentence model
        ├── ModelTrouble           a language model's answer cannot be used (voices/llm/faults.py)
        ├── ShelfBusy              another program is writing to the library
        ├── StoreDamaged           the book of record cannot be read
        ├── CannotWrite            the disk is full, or the folder may not be written to
        └── NotebookDamaged        the learner's notebook cannot be read

Edges (command line, pages) catch TutorError once and print its sentence; anything else is a fault of ours and goes to the log.
"""

from __future__ import annotations


class TutorError(Exception):
    """One sentence for the learner: what is wrong, where, and what to do.

    >>> str(FileMissing("There is no file at notes.md; check the path."))
    'There is no file at notes.md; check the path.'
    """


class InputError(TutorError):
    """What was given cannot be used."""


class FileMissing(InputError):
    """No file stands at this path."""


class FileUnsupported(InputError):
    """A kind of file we cannot read."""


class FileProtected(InputError):
    """The file opens only with a password."""


class FileScanned(InputError):
    """The pages are pictures: there is no text to read."""


class FileDamaged(InputError):
    """The bytes do not make a document."""


class FileTooBig(InputError):
    """The file is over the size we read."""


class FileTimedOut(InputError):
    """Reading the file took longer than allowed."""


class Unreadable(InputError):
    """Typed mathematics that cannot be read; never graded as wrong."""


class UnknownQuestion(InputError):
    """No question has this id."""


class UnknownSource(InputError):
    """No source has this id or name."""


class NoSuchTopic(InputError):
    """No template asks about this topic."""


class ClockJump(InputError):
    """The clock moved in a way that would spoil the schedule."""


class HouseError(TutorError):
    """Something of ours is missing or damaged."""


class CorpusDamaged(HouseError):
    """A bundled data file breaks its own rules."""


class WeightsMissing(HouseError):
    """The sentence model is not there, or is not the one we know."""


class ModelMismatch(HouseError):
    """The books were embedded by another sentence model than the one that is chosen."""


class ShelfBusy(HouseError):
    """Another program is writing to the library."""


class StoreDamaged(HouseError):
    """The book of record cannot be read."""


class CannotWrite(HouseError):
    """The disk is full, or the data folder may not be written to."""


class NotebookDamaged(HouseError):
    """The learner's notebook cannot be read."""
