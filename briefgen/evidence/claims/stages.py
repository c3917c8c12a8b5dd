"""How far a thing can come: the stages of agreements, works, laws and the like, in the words of news (English).

A family is a ladder of stages for things of certain nouns. A stage that is *open* says that nothing further is done
(initialled, under construction, closed); one that is not stays true when more follows (signed, then ratified). A
stage that is *ended* takes a thing off its ladder.
"""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct

from briefgen.evidence.words import KIND_OF, singular

TALKS = (
    r"(?:discuss(?:ions?|es|ing)|talks?|negotiat(?:ions?|es|ing)|debat(?:es?|ing)|explor(?:es|ing)|consider(?:s|ing))\b"
    r"(?:[\w ]{0,30}?\b(?:regarding|on|about|over|of|for))?"
)
"""How talks are named whose subject follows."""
IN_TALKS = r"under (?:discussion|negotiation|consideration)|being (?:discussed|negotiated|drafted|considered|debated)"


class Stage(Struct, frozen=True):
    """One stage of a family."""

    name: str
    """As it stands behind "is": "under construction"."""
    verbs: str = ""
    """Past forms and participles of verbs that bring it about, the thing behind them or before: "signed"."""
    bases: str = ""
    """Their infinitives and nouns ("sign", "creation of"): they tell only what is still to come."""
    before: str = ""
    """A pattern of words behind which the thing stands: "talks on"."""
    behind: str = ""
    """A pattern of words that the thing stands before: "under construction"."""
    future: str = ""
    """A pattern like `behind` of what is still to come: "enter into force"."""
    begun: str = ""
    """A pattern of words behind "construction of" a thing: "has begun"."""
    begin: str = ""
    """The same of what is still to come: "begin"."""
    open: bool = False
    """It excludes the stages above it."""
    ended: bool = False
    """It excludes what is still to come."""


class Family(Struct, frozen=True, dict=True):
    """Things of certain nouns, and their stages from the lowest to the highest."""

    name: str
    """For error messages and tests."""
    nouns: str
    """Nouns of its things, in the singular; a noun may belong to several families."""
    stages: tuple[Stage, ...]
    """The ladder."""
    by_parties: bool = False
    """Who made a thing tells which one it is ("the peace agreement of these two"); else only its own name does."""
    by_parties_alone: bool = False
    """Of the same parties there is only one: sanctions of one against the other, the border of two."""
    placed: bool = False
    """Where it is tells which one it is, although parties made it: an embassy."""
    days: int = 1
    """Days from which a younger document overtakes an older one: acts happen in a day, building takes months."""

    @cached_property
    def heads(self) -> frozenset[str]:
        """The nouns as a set."""
        return frozenset(self.nouns.split())

    @cached_property
    def to_and_fro(self) -> bool:
        """Its states follow each other in any order: closed, open, closed."""
        return all(stage.open for stage in self.stages)


GATE = (
    Stage(
        "closed",
        "closed shut sealed blocked",
        behind=r"(?:(?:is|are) still|(?:has |have )?(?:remain(?:s|ed)?|stays?)) (?:closed|shut|sealed|blocked)",
        open=True,
    ),
    Stage(
        "open",
        "opened reopened re-opened unblocked",
        "open reopen re-open unblock reopening_of",
        behind=r"(?:is|are) (?:now |again |once more )?open(?: again)?",
        open=True,
    ),
)
"""The stages of what one passes through."""

FAMILIES = (
    Family(
        "agreement",
        "agreement accord deal pact treaty protocol convention memorandum contract ceasefire truce charter",
        (
            Stage(
                "broken off",
                "rejected terminated scrapped cancelled canceled suspended annulled",
                behind=r"fell through|collapsed",
                open=True,
                ended=True,
            ),
            Stage("under negotiation", before=TALKS, behind=IN_TALKS, open=True),
            Stage(
                "agreed",
                "reached struck concluded clinched finalised finalized sealed hammered_out",
                "reach strike conclude clinch finalise finalize seal conclusion_of",
            ),
            Stage("initialled", "initialled initialed initialling_of initialing_of", "initial", open=True),
            Stage("signed", "signed signing_of", "sign signing"),
            Stage("ratified", "ratified", "ratify ratification_of"),
            Stage(
                "in force",
                behind=r"(?:has )?(?:entered|came|come|went) into (?:force|effect)|(?:took|has taken) effect"
                r"|(?:is|are) (?:now )?in force|(?:is|are) (?:still |largely )?holding",
                future=r"(?:enter|come|go) into (?:force|effect)|take effect",
            ),
        ),
        by_parties=True,
    ),
    Family(
        "work",
        "corridor route highway road motorway expressway railway railroad line pipeline cable canal port harbour "
        "harbor terminal airport bridge tunnel dam reservoir plant factory smelter mill refinery mine reactor station "
        "hospital university stadium museum "
        "park system hub link grid interconnector depot warehouse complex facility centre "
        "center school gateway embankment tramway metro quay berth lock dyke",
        (
            Stage("cancelled", "cancelled canceled scrapped abandoned shelved", open=True, ended=True),
            Stage("under discussion", before=TALKS, behind=IN_TALKS, open=True),
            Stage(
                "at a standstill",
                begun=r"halted|suspended|frozen|paused|(?:has |have )?stalled|(?:is|are) (?:still )?on hold",
                open=True,
            ),
            Stage(
                "under construction",
                before=r"(?:is|are) (?:now |currently |already )?building|(?:began|begun|started|starts|begins) "
                r"(?:building|construction (?:of|on)|work on)|ongoing construction of",
                behind=r"(?:(?:is|are|was|were|remains?) )?(?:still |now |already |currently )?"
                r"(?:under construction|being built)",
                begun=r"(?:has |have )?(?:begun|began|started|commenced|resumed)|(?:is|are) (?:now |well |already )?"
                r"(?:under ?way|in progress)|continues?",
                begin="begin|start|commence|resume",
                open=True,
            ),
            Stage(
                "completed",
                "inaugurated completed commissioned opened finished",
                "inaugurate complete commission open finish build construct",
                behind=r"(?:has )?(?:became|become) operational|(?:has )?(?:went|gone) into (?:operation|service)"
                r"|(?:has )?entered (?:service|operation)|(?:is|are) (?:now |already )?(?:operational|in operation)",
                future=r"become operational|go into (?:operation|service)|enter (?:service|operation)",
            ),
        ),
        days=30,
    ),
    Family(
        "body",
        "fund bank council commission agency authority venture committee platform mechanism alliance institute union",
        (
            Stage(
                "dissolved",
                "dissolved cancelled canceled scrapped abandoned shelved disbanded",
                open=True,
                ended=True,
            ),
            Stage("under discussion", before=TALKS, behind=IN_TALKS, open=True),
            Stage(
                "set up",
                "inaugurated launched established created founded formed opened set_up",
                "inaugurate launch establish create found form open set_up creation_of establishment_of launch_of "
                "inauguration_of",
            ),
        ),
        by_parties=True,
        days=30,
    ),
    Family(
        "law",
        "bill law act legislation amendment reform directive regulation constitution",
        (
            Stage(
                "rejected",
                "rejected vetoed withdrawn repealed annulled",
                behind=r"was voted down",
                open=True,
                ended=True,
            ),
            Stage(
                "only proposed",
                before=r"ha(?:s|ve) (?:now |also |again )?proposed|(?:is|are) (?:now |currently |still )?debating",
                behind=r"(?:is|are|remains?) (?:still |now |currently )?"
                r"(?:under debate|being debated|pending|before parliament|a draft)",
                open=True,
            ),
            Stage("adopted", "adopted passed approved enacted", "adopt pass approve enact adoption_of"),
            Stage(
                "in force",
                behind=r"(?:has )?(?:entered|came|come|went) into (?:force|effect)|(?:took|has taken) effect"
                r"|(?:is|are) (?:now )?in force",
                future=r"(?:enter|come|go) into (?:force|effect)|take effect",
            ),
        ),
        by_parties=True,
    ),
    Family(
        "restriction",
        "sanction restriction embargo ban blockade curb curfew tariff quota moratorium",
        (
            Stage(
                "in place",
                "extended prolonged renewed maintained upheld tightened",
                behind=r"(?:will )?(?:remains?|stays?) (?:firmly |fully )?(?:in (?:place|force|effect)|unchanged)"
                r"|(?:is|are) still in (?:place|force|effect)",
                open=True,
            ),
            Stage(
                "lifted",
                "lifted removed dropped ended revoked",
                "lift remove drop end revoke lifting_of removal_of",
                open=True,
            ),
        ),
        by_parties=True,
        by_parties_alone=True,
    ),
    Family(
        "approval",
        "merger takeover acquisition bid project plan scheme licence license permit vaccine drug loan package tranche",
        (
            Stage(
                "blocked",
                "blocked rejected vetoed prohibited withdrawn abandoned scrapped",
                behind=r"(?:remains?|(?:is|are) still) (?:blocked|frozen)",
                open=True,
                ended=True,
            ),
            Stage(
                "awaiting approval",
                behind=r"(?:is|are|remains?) (?:still )?(?:under review|awaiting approval|pending)|awaits? approval",
                open=True,
            ),
            Stage(
                "approved",
                "approved cleared authorised authorized unblocked",
                "approve unblock clear authorise authorize approval_of",
            ),
        ),
    ),
    Family(
        "strike",
        "strike walkout",
        (
            Stage("called off", "called_off cancelled canceled suspended averted", "call_off", open=True),
            Stage(
                "going on",
                behind=r"(?:is|are) (?:now |still )?under ?way|(?:has )?(?:began|begun|entered its \w+ day)|continues?"
                r"|goes on",
                future="begin|start|go ahead",
                open=True,
            ),
        ),
    ),
    Family("gate", "crossing checkpoint airport port bridge strait road tunnel pass railway", GATE),
    Family("frontier", "border embassy consulate airspace", GATE, by_parties=True, by_parties_alone=True, placed=True),
    Family(
        "talk",
        "talk negotiation dialogue",
        (
            Stage(
                "broken off",
                "suspended halted cancelled canceled",
                before=r"(?:broke|has broken|have broken|walked) (?:off|out of)",
                behind=r"(?:have |has )?(?:broke(?:n)? (?:off|down)|collapsed|failed|stalled)|(?:is|are) deadlocked"
                r"|(?:were|have been|are) broken off",
                open=True,
            ),
            Stage(
                "under way",
                "resumed restarted reopened relaunched",
                "resume restart reopen relaunch resumption_of",
                behind=r"(?:is|are|remain) (?:still |now |again )?(?:under ?way|ongoing|continuing)|continue\b",
                open=True,
            ),
        ),
        by_parties=True,
        by_parties_alone=True,
    ),
    Family(
        "plant",
        "plant reactor refinery mine smelter factory mill field pipeline line unit service terminal",
        (
            Stage(
                "halted",
                "halted stopped suspended shut idled closed mothballed",
                behind=r"(?:remains?|stays?|is still|are still) (?:idle|shut|offline|closed|halted)|went offline"
                r"|(?:is|are) (?:idle|at a standstill|offline)",
                open=True,
            ),
            Stage(
                "running",
                "restarted resumed",
                "restart resume",
                behind=r"(?:is|are) (?:now |again )?(?:running|operating|back online)"
                r"|(?:has )?(?:came|come) back online|(?:has |have )?resumed (?:operations?|production|work)",
                open=True,
            ),
        ),
    ),
)
"""All families. What is not here states nothing: a forum that opened, a report that was adopted."""

SAME = {"accord": "agreement", "deal": "agreement", "pact": "agreement", "truce": "ceasefire"} | {
    "legislation": "law",
    "act": "law",
    "bill": "law",
    "negotiation": "talk",
    "center": "centre",
    "railroad": "railway",
}
"""Nouns that news uses for one thing (English)."""


def head_of(noun: str) -> str:
    """The noun that stands for all that name the same sort of thing: "accord" → "agreement", "link" → "way"."""
    one = singular(noun.casefold())
    return KIND_OF.get(one) or SAME.get(one, one)


class Claimed(Struct, frozen=True, order=True):
    """What is said of a thing."""

    rung: int
    """Place of the stage on the ladder of its family."""
    settled: bool = True
    """It is so; else it is still to come."""
    denied: bool = False
    """It is said not to be so (and then it is not settled)."""


def opposed(family: Family, one: Claimed, other: Claimed) -> bool:
    """The two cannot both be the present state of one thing."""
    if one.settled and other.settled:
        low, high = sorted((one.rung, other.rung))
        return low != high and family.stages[low].open
    if one.settled == other.settled:
        return False
    done, ahead = (one, other) if one.settled else (other, one)
    return done.rung >= ahead.rung or (family.stages[done.rung].ended and not ahead.denied)


def said(family: Family, claimed: Claimed) -> str:
    """The claim behind "is": "signed", "expected to be signed", "not signed"."""
    name = family.stages[claimed.rung].name
    if claimed.settled:
        return name
    return f"not {name}" if claimed.denied else f"still to be {name}"


def forms(listed: str) -> str:
    """A pattern of listed words; "signing_of" is two of them."""
    return "|".join(re.escape(word).replace("_", " ") for word in listed.split()) or r"(?!)"
