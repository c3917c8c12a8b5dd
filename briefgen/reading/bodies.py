"""Organisations and papers of a document: short forms, "the group", "the report", and what "it" means."""

from __future__ import annotations

from msgspec import Struct, field

from briefgen.reading.names import Agent, Lexicon, Sort, ending_at, starting_at
from briefgen.reading.phrases import Words, low

FEWEST_CAPITALS = 2
"""Capitals of a short form: "EU"."""
FAR_BODY = 8
"""Bodies named before that a noun of their own name may mean: "the ministry"."""
OFTEN = 3
"""How often a body is named near by that is meant by "the group", though another was named once behind it."""
NEAR_LINES = 2
"""Sentences after which "it" no longer means the one who spoke."""
LONGEST_STANDIN = 3
"""Words of "the Dutch group": longer descriptions name somebody themselves."""


class Shorts(Struct):
    """Full names with their short forms. Filled sentence by sentence, then only read."""

    whole: dict[str, str] = field(default_factory=dict)
    """Short form or full name → both as printed: "North Sea Forum (NSF)"."""
    initials: dict[str, str] = field(default_factory=dict)
    """Initials → full name, for names that are shortened without a bracket."""

    def of(self, name: str) -> str:
        """The name in its fullest form."""
        return self.whole.get(name) or self.initials.get(name, name)

    def learn(self, sentence: Words, bodies: list[Agent], lex: Lexicon) -> None:
        """Take down the short forms of a sentence."""
        for body in bodies:
            self.initials.setdefault(initials(body.name), body.name)
        for at in [at for at, form in enumerate(sentence.forms) if form == "("]:
            if sentence.forms[at + 2 : at + 3] == (")",) and is_short(sentence.forms[at + 1]):
                self.bracketed(sentence, at, lex)

    def bracketed(self, sentence: Words, at: int, lex: Lexicon) -> None:
        """Take down the short form in the bracket that opens at `at`."""
        short, first = sentence.forms[at + 1], spelled_out(sentence, at, lex)
        agent = ending_at(sentence, at - 1, lex)
        if first is None and agent is not None and agent.last == at - 1 and agent.name != agent.name.lower():
            first = at - len(agent.name.split())
        if first is not None and shortens(short, sentence.slice(first, at - 1)):
            names = [short, sentence.slice(first, at - 1), *([agent.name] if agent else [])]
            self.whole |= dict.fromkeys(names, sentence.slice(first, at + 2))


def spelled_out(sentence: Words, bracket: int, lex: Lexicon) -> int | None:
    """Where the words begin before a bracket whose first letters are the short form inside it."""
    letters = [letter for letter in sentence.forms[bracket + 1] if letter.isupper()]
    for at in range(bracket - 1, max(-1, bracket - 2 * len(letters) - 1), -1):
        form = sentence.forms[at]
        if form[0].isupper() and letters and form[0] == letters[-1]:
            letters.pop()
            if not letters:
                return at
        elif form[0].isupper() or sentence.lows[at] not in lex.joining | lex.joins | lex.determiners:
            return None
    return None


def initials(name: str) -> str:
    """The first letters of the words with a capital; of a single such word, the name itself."""
    letters = "".join(word[0] for word in name.split() if word[0].isupper())
    return letters if len(letters) >= FEWEST_CAPITALS else name


def is_short(form: str) -> bool:
    """Whether a word looks like a short form: "NSF", "TfL"."""
    return " " not in form and sum(letter.isupper() for letter in form) >= FEWEST_CAPITALS


def shortens(short: str, name: str) -> bool:
    """Whether a short form may be that of a name: it begins like one of the words."""
    return name != name.lower() and any(word[0].upper() == short[0] for word in name.split())


class Bodies(Struct):
    """Which organisations and papers the text has spoken of, while it is read in order."""

    named: list[tuple[int, str]] = field(default_factory=list)
    """Sentence and name, of speakers and subjects; the last one at the end."""
    speaker: str | None = None
    """The last organisation or paper that spoke."""
    line: int = -1
    """Its sentence."""
    papers: dict[str, str] = field(default_factory=dict)
    """Noun of a paper → whose it is; the last one at the end."""

    def name(self, name: str, line: int) -> None:
        """An organisation is the subject of a sentence, or speaks in it."""
        self.named.append((line, name))

    def owns(self, name: str, line: int) -> None:
        """Something of an organisation is the subject of a sentence: it is meant later if no other is near."""
        if not self.named or line - self.named[-1][0] > FAR_BODY:
            self.named.append((line, name))

    def speak(self, name: str, line: int, papers: frozenset[str]) -> None:
        """An organisation or paper has spoken, in a sentence with these nouns for papers."""
        self.name(name, line)
        self.speaker, self.line = name, line
        for noun in papers:
            self.papers.pop(noun, None)
            self.papers[noun] = name

    def it(self, line: int, lex: Lexicon) -> str | None:
        """What "it" means in a sentence: its own subject, who spoke just before, or the last subject."""
        last = self.named[-1] if self.named else None
        spoke = self.speaker if line - self.line <= NEAR_LINES else None
        if last is not None and last[0] == line and (spoke is None or surely(last[1], lex)):
            return last[1]
        if spoke is None and last is not None and line - last[0] <= 1:
            return last[1]
        return self.speaker

    def meant(self, description: str, lex: Lexicon) -> str | None:
        """Who is meant by "the ministry" or "the Dutch group", among those named before."""
        *others, head = description.split()
        head = low(head)
        if len(others) >= LONGEST_STANDIN or any(word.endswith(lex.possessives) for word in others):
            return None
        if not all(word[0].islower() or of_origin(low(word), lex) for word in others):
            return None
        wanted = {low(word) for word in others if word[0].islower()} | {head}
        for _, name in reversed(self.named[-FAR_BODY:]):
            if wanted <= {low(word) for word in name.split()}:
                return name
        if head not in lex.standins or (len(wanted) > 1 and head not in lex.firms):
            return None
        fitting = [name for _, name in self.named[-FAR_BODY:] if stands_for(name, lex)]
        if fitting and fitting.count(fitting[-1]) == 1:
            often = [name for name in fitting if fitting.count(name) >= OFTEN]
            return often[-1] if often else fitting[-1]
        return fitting[-1] if fitting else None

    def paper(self, noun: str, lex: Lexicon) -> str | None:
        """Whose "the report" is; "the document" may be any paper named before."""
        if noun in self.papers:
            return self.papers[noun]
        return self.last_paper() if noun in lex.papers else None

    def last_paper(self) -> str | None:
        """Whose the paper is that was spoken of last: who "the authors" are."""
        return next(reversed(self.papers.values()), None)


def stands_for(name: str, lex: Lexicon) -> bool:
    """Whether "the group" may mean a body: one with a name, and no ministry."""
    return name != name.lower() and lex.offices.isdisjoint(map(low, name.split()))


def of_origin(word: str, lex: Lexicon) -> bool:
    """Whether a capitalised word says where somebody is from: "Dutch", "Paris-based"."""
    return word.endswith(lex.origins) or word in lex.unions


def surely(name: str, lex: Lexicon) -> bool:
    """Whether a name surely is an organisation's."""
    return not lex.organisations.isdisjoint(map(low, name.split()))


def opening(sentence: Words, agents: list[Agent], lex: Lexicon) -> Agent | None:
    """The organisation, or what may be one, that is the subject at the head of a sentence."""
    if sentence.lows and sentence.lows[0] in lex.determiners:
        noun = starting_at(sentence, 0, lex)
        if noun is not None and noun.sort is Sort.ORGANISATION and noun.name[-1].islower():
            return None if sentence.owner(noun.last) else noun
    head = 3
    for agent in agents:
        if agent.first > head or any(form in '“„«"‘,;:' for form in sentence.forms[: agent.last]):
            return None
        if agent.sort in (Sort.ORGANISATION, Sort.NAME):
            modifies = sentence.lows[agent.last + 1 : agent.last + 2]
            return agent if not modifies or modifies[0] not in lex.nouns else None
    return None
