"""The store: what was read, kept in tables with every earlier state still to be seen. `Store` writes, `View` reads."""

from westphalia.store.store import AddReport, Store
from westphalia.store.view import View

__all__ = ["AddReport", "Store", "View"]
