"""The optional language-model reader: sentences are put to an OpenAI-compatible endpoint, and what it says is checked.

`Reader(endpoint)` is a stage as the others are (a Reading in, a Reading with further drafts out), which the pipeline
puts before `sift`; `heard` is its companion after `modality`. Nothing here runs unless a command is told to.
"""

from westphalia.reading.llm.endpoint import Endpoint
from westphalia.reading.llm.reader import Reader, heard
from westphalia.reading.llm.tally import Tally

__all__ = ["Endpoint", "Reader", "Tally", "heard"]
