"""The tags of a whole document with their speakers known: full names, roles, and whom a pronoun means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.model import Document
from briefgen.reading.bodies import Bodies, Shorts, of_origin, opening, surely
from briefgen.reading.names import Agent, Lexicon, Sort, apposed, ending_at, lexicon, proper, run_to
from briefgen.reading.parts import Line
from briefgen.reading.phrases import Words, low, words
from briefgen.reading.speakers import tags
from briefgen.reading.speech import Form, Tag

FEWEST_WORDS = 2
"""A full name has a given name and a surname."""

LONGEST_FULL_NAME = 5
"""Words of a person's full name; longer runs of capitals are headings."""


class Voice(Struct, frozen=True, gc=False):
    """A tag whose speaker is known."""

    tag: Tag
    """The words that name the speaker and the verb."""
    line: int
    """Index of its sentence."""
    speaker: str | None
    """Full name where the document gives one; None for a pronoun whose person is not known."""
    role: str | None
    """As the document gives it."""
    person: bool
    """A single person, whom "he" or "she" may take up."""
    vague: bool = False
    """Maybe an organisation: a name of which nothing else is known."""


class Cast(Struct):
    """Who occurs in a document. Filled once by `cast`, then only read."""

    full: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Surname in lower case → full names, in order of the text."""
    roles: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Full name → roles as printed."""
    man: dict[str, bool] = field(default_factory=dict)
    """Full name → a man (or a woman), where a title or pronoun tells."""
    openers: dict[int, str] = field(default_factory=dict)
    """Sentence → the person that it starts with."""
    bodies: dict[int, str] = field(default_factory=dict)
    """Sentence → the organisation that it starts with."""
    owners: set[int] = field(default_factory=set)
    """Sentences that start with an organisation's possession: "North Oil's sales rose"."""
    papers: dict[int, frozenset[str]] = field(default_factory=dict)
    """Sentence → its nouns for papers: "report", "data"."""
    homes: dict[str, str] = field(default_factory=dict)
    """Full name → the country behind it: "Jane Roe of Freedonia"."""
    parted: set[str] = field(default_factory=set)
    """Surnames with a particle: "De la Cruz"."""
    shorts: Shorts = field(default_factory=Shorts)
    """Short forms of organisations."""
    inside: set[str] = field(default_factory=set)
    """Words with a capital that do not begin a sentence."""

    def resolve(self, name: str) -> str:
        """The full name for a surname, as printed elsewhere in the document."""
        candidates = self.full.get(name.lower().split()[-1] if name in self.parted else name.lower(), [])
        return candidates[0] if candidates else name

    def role(self, name: str, lex: Lexicon) -> str | None:
        """The fullest role that the document gives; the first of those as long."""
        every = self.roles.get(name, [])
        roles = [role for role in every if not any(other in role.lower() for other in lex.others)]
        return max(roles or every, key=lambda role: len(role.split()), default=None)


def cast(document: Document, lines: Sequence[Line], language: str) -> tuple[Cast, list[tuple[Tag, ...]]]:
    """The persons of a document with their roles; and, as each sentence is taken apart once, its tags."""
    lex = lexicon(language)
    found = Cast()
    tagged: list[tuple[Tag, ...]] = []
    titled: list[tuple[str, str]] = []
    for number, line in enumerate(lines):
        sentence = words(document.text, line.span)
        tagged.append(tags(sentence, language))
        titled += [
            (tag.agent.name, tag.agent.role) for tag in tagged[-1] if tag.agent.role and tag.agent.sort is Sort.PERSON
        ]
        agents = proper_names(sentence, lex)
        organisations(found, number, sentence, agents, lex)
        for agent in (behind_office(sentence, agent, lex) for agent in agents if agent.sort in PERSONAL):
            enter(found, agent, sentence, lex, titled)
            early, apart = 4, agent.role is not None and sentence.forms[agent.first - 1 : agent.first] == (",",)
            if (agent.first <= early or apart) and number not in found.openers and is_subject(sentence, agent):
                found.openers[number] = agent.name
    for name, role in titled:
        full = found.resolve(name)
        if role not in found.roles[full]:
            found.roles[full].append(role)
    found.openers = {number: found.resolve(name) for number, name in found.openers.items() if known(found, name)}
    found.bodies = {number: found.shorts.of(name) for number, name in found.bodies.items() if is_body(found, name)}
    found.man = {found.resolve(name): man for name, man in found.man.items()}
    return found, tagged


PERSONAL = (Sort.PERSON, Sort.NAME)
"""Sorts of names that may be a person's."""


def organisations(found: Cast, number: int, sentence: Words, agents: list[Agent], lex: Lexicon) -> None:
    """Take down the organisations of a sentence, and the papers that it speaks of."""
    found.shorts.learn(sentence, [agent for agent in agents if agent.sort is Sort.ORGANISATION], lex)
    found.inside.update(form for form in sentence.forms[1:] if form[0].isupper())
    subject = opening(sentence, agents, lex)
    if subject is not None:
        name = subject.name[:-2] if subject.name.endswith(lex.possessives) else subject.name
        found.bodies[number] = name
        if sentence.owner(subject.last):
            found.owners.add(number)
            found.inside.add(name)
    papers = lex.documents.intersection(sentence.lows)
    if papers:
        found.papers[number] = papers


def is_body(found: Cast, name: str) -> bool:
    """Whether a name at the head of a sentence may be an organisation's: no person's, and no common noun."""
    return name[:1].islower() or (
        not known(found, name) and (" " in name or name in found.inside or not name[1:].islower())
    )


def is_subject(sentence: Words, agent: Agent) -> bool:
    """Whether a name at the head of a sentence may be its subject: no possessive, and not inside a quotation."""
    inside = any(form in '“„«"‘' for form in sentence.forms[: agent.first])
    return not inside and not sentence.owner(agent.last)


def known(found: Cast, name: str) -> bool:
    """Whether a name is a person's: it has a role or was entered with a title."""
    full = found.resolve(name)
    return bool(found.roles.get(full)) or full in found.man


def proper_names(sentence: Words, lex: Lexicon) -> list[Agent]:
    """The capitalised names of a sentence, with title or apposition."""
    agents = []
    lows, never = sentence.lows, lex.never
    capitals = [at for at, form in enumerate(sentence.forms) if form[0].isupper() and lows[at] not in never]
    for number, index in enumerate(capitals):
        if capitals[number + 1 : number + 2] == [index + 1] and not sentence.owner(index):
            continue
        agents.append(apposed(sentence, proper(sentence, run_to(sentence, index, lex), index, lex), lex))
    return agents


def behind_office(sentence: Words, agent: Agent, lex: Lexicon) -> Agent:
    """A name between commas with the role that stands before them: "a government spokesman, Jane Roe, gave"."""
    apart = agent.first > 1 and sentence.forms[agent.first - 1] == ","
    if agent.role or not apart or sentence.forms[agent.last + 1 : agent.last + 2] != (",",):
        return agent
    office = ending_at(sentence, agent.first - 2, lex)
    if office is None or office.sort is not Sort.DESCRIPTION:
        return agent
    return Agent(agent.first, agent.last, agent.name, office.name, Sort.PERSON)


def enter(found: Cast, agent: Agent, sentence: Words, lex: Lexicon, titled: list[tuple[str, str]]) -> None:
    """Take down a person's full name, role and gender."""
    parts = agent.name.split()
    if low(parts[0]) in lex.particles and len(parts) > 1:
        found.parted.add(agent.name)
        return
    if FEWEST_WORDS <= len(parts) <= LONGEST_FULL_NAME and agent.name not in found.full[low(parts[-1])]:
        entries = found.full[low(parts[-1])]
        entries.insert(
            0 if agent.sort is Sort.PERSON and not found.roles.get(entries[0] if entries else "") else len(entries),
            agent.name,
        )
    behind = sentence.lows[agent.last + 1 : agent.last + 2]
    if behind and behind[0] in lex.body_links and agent.last + 2 < len(sentence) and sentence.capital(agent.last + 2):
        found.homes[agent.name] = sentence.forms[agent.last + 2]
    if agent.role:
        titled.append((agent.name, agent.role))
        if len(parts) >= FEWEST_WORDS:
            found.roles[agent.name].append(agent.role)
    title = sentence.lows[agent.first]
    if title in lex.men or title in lex.women:
        found.man[agent.name] = title in lex.men


class Memory(Struct):
    """Whom the text has spoken of, while it is read in order."""

    people: list[tuple[str, str | None]] = field(default_factory=list)
    """Speakers and subjects, the last one at the end."""
    line: int = -1
    """The sentence of the last one of them who spoke."""
    bodies: Bodies = field(default_factory=Bodies)
    group: str | None = None

    def person(self, known: dict[str, bool], *, man: bool) -> tuple[str, str | None] | None:
        """The last person who may be a man, or a woman."""
        for name, role in reversed(self.people[-8:]):
            if known.get(name, man) is man:
                return name, role
        return None


class Hearing(Struct, frozen=True):
    """Everything that was heard in a document."""

    voices: tuple[Voice, ...]
    """Every tag, in order."""
    people: Cast
    """Who occurs in it."""
    subjects: dict[int, str]
    """Sentence → the organisation that it starts with."""

    def guest(self, before: int, lines: Sequence[str]) -> str | None:
        """Whom an interview is with: the person named first, with a role, in the sentences up to `before`.

        A line that is nothing but a name, which may be an organisation's, is that of the paper.
        """
        bodies = ((line, name) for line, name in self.people.bodies.items() if lines[line].strip() != name)
        heads = sorted(self.people.openers.items()) + sorted(bodies)
        return next((name for line, name in heads if line < before and len(name.split()) >= FEWEST_WORDS), None)


def voices(document: Document, lines: Sequence[Line], language: str) -> tuple[Voice, ...]:
    """Every tag of the document, in order."""
    return heard(document, tuple(lines), language).voices


@lru_cache(maxsize=1)
def heard(document: Document, lines: tuple[Line, ...], language: str) -> Hearing:
    """The tags of the last document, which quotations and attribution both ask for."""
    people, tagged = cast(document, lines, language)
    lex = lexicon(language)
    memory = Memory()
    found: list[Voice] = []
    subjects: dict[int, str] = {}
    for number, those in enumerate(tagged):
        opener = people.openers.get(number)
        if opener:
            memory.people.append((opener, people.role(opener, lex)))
        if number in people.bodies:
            subject = subject_of(people.bodies[number], number, memory.bodies, lex, owner=number in people.owners)
            if surely(subject, lex):
                subjects[number] = subject
        for tag in those:
            voice = resolved(document.text, tag, number, people, memory, lex)
            remember(voice, tag, memory, people.papers.get(number, frozenset()))
            found.append(voice)
    return Hearing(tuple(named_later(document.text, found, lex)), people, subjects)


def named_later(text: str, found: Sequence[Voice], lex: Lexicon) -> Iterator[Voice]:
    """The tags, where those of somebody who is only described have the name that comes next.

    "..., its chief executive said. ..., Jane Roe told delegates." Only a name without a role of its own.
    """
    for at, voice in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        described = voice.tag.agent.sort is Sort.DESCRIPTION and voice.speaker == voice.tag.agent.name
        if following is None or not described or is_new(text, voice.tag, lex) or " " not in (following.speaker or ""):
            yield voice
        elif following.person and following.role is None and following.line == voice.line + 1:
            yield replace(voice, speaker=following.speaker, role=voice.tag.agent.name)
        else:
            yield voice


def subject_of(name: str, line: int, bodies: Bodies, lex: Lexicon, *, owner: bool) -> str:
    """The organisation that a sentence starts with, as it was named before."""
    meant = (bodies.meant(name, lex) if name.rsplit(maxsplit=1)[-1].islower() else None) or name
    (bodies.owns if owner else bodies.name)(meant, line)
    return meant


def determiner(text: str, tag: Tag) -> str:
    """The word in front of the speaker, in lower case."""
    longest = 9
    start = tag.span.start
    if tag.verb.start == start:  # according to | the group
        return next(iter(text[tag.verb.end : tag.verb.end + longest].lower().split()), "")
    before = text[max(0, start - longest) : start]
    return before.lower().split()[-1] if before[-1:].isspace() and before.split() else ""


def is_new(text: str, tag: Tag, lex: Lexicon) -> bool:
    """Whether the article of somebody unknown says that the speaker was not named before: "an official said"."""
    return determiner(text, tag) in lex.unknown


def remember(voice: Voice, tag: Tag, memory: Memory, papers: frozenset[str]) -> None:
    """Keep the speaker for the pronouns to come."""
    if voice.speaker is None:
        return
    if voice.person:
        memory.people.append((voice.speaker, voice.role))
        memory.line = voice.line
    if voice.vague or (not voice.person and tag.agent.sort in (Sort.ORGANISATION, Sort.NAME, Sort.DOCUMENT)):
        memory.bodies.speak(voice.speaker, voice.line, papers)
    elif tag.agent.sort is Sort.GROUP:
        memory.group = voice.speaker


def resolved(  # noqa: PLR0913 - a tag, its place, and all that is known of the document
    text: str, tag: Tag, line: int, people: Cast, memory: Memory, lex: Lexicon
) -> Voice:
    """The tag with its speaker."""
    agent = tag.agent
    if agent.sort is Sort.PRONOUN:
        return by_pronoun(tag, line, people, memory, lex)
    if agent.sort is Sort.DESCRIPTION:
        if is_new(text, tag, lex):
            return Voice(tag, line, agent.name, None, person=True)
        return by_description(tag, line, people, memory, lex)
    if agent.sort in (Sort.PERSON, Sort.NAME) and people.shorts.of(agent.name) == agent.name:
        speaker = people.resolve(agent.name)
        role = people.role(speaker, lex) or agent.role
        certain = agent.sort is Sort.PERSON or bool(role) or speaker != agent.name or " " in speaker
        vague = agent.sort is Sort.NAME and not role and speaker == agent.name and speaker not in people.man
        return Voice(tag, line, speaker, role, person=certain, vague=vague)
    meant = named_before(agent, line, determiner(text, tag), memory.bodies, lex)
    return Voice(tag, line, meant or people.shorts.of(agent.name), None, person=False)


def named_before(agent: Agent, line: int, article: str, bodies: Bodies, lex: Lexicon) -> str | None:
    """Who is meant by a common noun for a body, a paper or its authors, behind an article that points back."""
    if article not in lex.definite:
        return None
    noun = agent.name.split()[-1]
    if agent.sort is Sort.ORGANISATION and noun.islower():
        return bodies.meant(agent.name, lex)
    if agent.sort is Sort.DOCUMENT and article in lex.owners and lex.owners[article] in lex.thing_pronouns:
        return bodies.it(line, lex)
    if agent.sort is Sort.DOCUMENT and noun == agent.name:
        return bodies.paper(noun, lex)
    return bodies.last_paper() if agent.sort is Sort.GROUP and agent.name in lex.authors else None


def by_pronoun(tag: Tag, line: int, people: Cast, memory: Memory, lex: Lexicon) -> Voice:
    """The tag of "he said", "they agreed"."""
    pronoun = tag.agent.name.lower()
    if pronoun in lex.man_pronouns or pronoun in lex.woman_pronouns:
        man = pronoun in lex.man_pronouns
        found = memory.person(people.man, man=man)
        if found is None:
            return Voice(tag, line, None, None, person=True)
        people.man.setdefault(found[0], man)
        return Voice(tag, line, *found, person=True)
    if pronoun in lex.thing_pronouns:
        return Voice(tag, line, memory.bodies.it(line, lex), None, person=False)
    if memory.group is None and tag.form in (Form.PLEDGE, Form.INTEND):
        return Voice(tag, line, lex.group, None, person=False)
    return Voice(tag, line, memory.group, None, person=False)


def compatriot(office: set[str], origins: set[str], people: Cast, others: frozenset[str]) -> str | None:
    """Who has an office and a role or country that begins like a word of origin: "the Polish minister"."""
    beginnings = tuple(word[:ALIKE] for word in origins)
    for name, roles in people.roles.items():
        said = {low(word) for role in roles for word in role.split()}
        countries = (*said, low(people.homes.get(name, "")))
        holds = all(any(word.startswith(one) for word in said) for one in office) or not said.isdisjoint(others)
        if holds and any(word.startswith(beginnings) for word in countries):
            return name
    return None


ALIKE = 3
"""Letters that a country and the word for its people have in common: "Poland", "Polish"."""
NEAR = 3
"""Sentences within which somebody with part of the same role is meant: "head of customs", "the customs chief"."""


def by_description(tag: Tag, line: int, people: Cast, memory: Memory, lex: Lexicon) -> Voice:
    """The tag of "the minister said": the last speaker with that role, or the only person who has it."""
    wanted = {low(word) for word in tag.agent.name.split()} - lex.links - lex.determiners
    for name, role in reversed(memory.people[-8:]):
        known_roles = people.roles.get(name, [role] if role else [])
        if any(wanted <= {low(word) for word in one.split()} for one in known_roles):
            return Voice(tag, line, name, people.role(name, lex) or role, person=True)
    origins = {low(word) for word in tag.agent.name.split() if word[0].isupper() and of_origin(low(word), lex)}
    fellow = compatriot(wanted - origins, origins, people, lex.others) if origins and origins < wanted else None
    if fellow is not None:
        return Voice(tag, line, fellow, people.role(fellow, lex), person=True)
    fitting = [
        name
        for name, roles in people.roles.items()
        if any(wanted <= {low(word) for word in one.split()} for one in roles)
    ]
    if len(fitting) == 1:
        name = fitting[0]
        if tag.agent.name not in people.roles[name] and len(wanted) >= FEWEST_WORDS:
            people.roles[name].append(tag.agent.name)
        return Voice(tag, line, name, people.role(name, lex), person=True)
    if memory.people and is_last(wanted, line, memory, new=bool(origins)):
        name, role = memory.people[-1]
        return Voice(tag, line, name, people.role(name, lex) or role, person=True)
    return Voice(tag, line, tag.agent.name, None, person=True)


def is_last(wanted: set[str], line: int, memory: Memory, *, new: bool) -> bool:
    """Whether the last speaker is meant by a description, of one word or with a word of the role."""
    if len(wanted) == 1:
        return memory.line >= line - 1
    known_by = any(low(word) in wanted for word in (memory.people[-1][1] or "").split())
    return known_by and not new and memory.line >= line - NEAR
