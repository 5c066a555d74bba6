"""What can go wrong, as one tree of errors.

    WestphaliaError
    ├── SourceError        a path, page or feed that cannot be read
    ├── StoreError         the store cannot be opened, read or written
    ├── OntologyError      a data file of the ontology, the frames or the cues has a bad line
    ├── UnknownActor       a name or code that stands for no actor we know
    ├── UnknownRecord      an id that no record in the store carries
    ├── BadInput           a file a command was given lacks what the command needs
    └── ModelError         a language model or trained weights cannot be loaded

A message says what happened, where, and what to do next. A single document that cannot be read is no error but
a `records.Skip`, which is counted and told; a bug raises whatever it raises.
"""

__all__ = [
    "BadInput",
    "ModelError",
    "OntologyError",
    "SourceError",
    "StoreError",
    "UnknownActor",
    "UnknownRecord",
    "WestphaliaError",
]


class WestphaliaError(Exception):
    """The root: whatever a user can cause and mend."""


class SourceError(WestphaliaError):
    """A path, page or feed cannot be read."""


class StoreError(WestphaliaError):
    """The store cannot be opened, read or written."""


class OntologyError(WestphaliaError):
    """A data file of the ontology, the frames or the cues has a bad line."""


class UnknownActor(WestphaliaError):
    """A name or code stands for no actor we know."""


class UnknownRecord(WestphaliaError):
    """No record in the store carries this id."""


class BadInput(WestphaliaError):
    """A file that a command was given lacks what the command needs."""


class ModelError(WestphaliaError):
    """A language model or trained weights cannot be loaded."""
