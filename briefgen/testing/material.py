"""News → what a kind of charts chooses from, as the pipeline makes it."""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.corpus.opening import Bytes, read_bytes
from briefgen.evidence import weigh
from briefgen.model import Topic
from briefgen.reading.read import read
from briefgen.writing.material import Material, collect


def material(news: Mapping[str, bytes | str], topic: Topic) -> Material:
    """What a topic's brief would be written from.

    Args:
        news: Names of files, with the suffix of a reader that is installed, and what stands in them.
        topic: With the measures that it follows, where the charts are of such.

    Raises:
        CorpusError: A file cannot be read.
    """
    files = (
        Bytes(text.encode() if isinstance(text, str) else text, name, name.rpartition(".")[2])
        for name, text in news.items()
    )
    documents = [document for file in files for document in read_bytes(file).documents]
    readings = [read(document, (topic,)) for document in documents]
    return collect(topic, documents, readings, weigh(documents, readings, (topic,)))
