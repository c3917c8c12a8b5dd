"""Turns of phrase that say whose something is (English): what `owners` reads by."""

from __future__ import annotations

import re

from briefgen.evidence.aliases import NAME
from briefgen.evidence.deeds import AUXILIARY, FILLER, PAST
from briefgen.evidence.routes import ROUTES
from briefgen.evidence.things import NOUNS, PLAIN

TIES = "of along through via on at in across over for between within around"
"""Between a measure and what it is of (English). "To", "from" and "with" name somebody else than the owner."""
NEUTRAL = frozenset(
    {"key", "important", "strategic", "major", "vital", "crucial", "critical", "busy", "entire", "whole", "same"}
    | {"famous", "historic", "huge", "vast", "main", "ambitious", "flagship", "state-owned", "listed", "country's"}
    | {"region's", "nation's", "international", "national", "so-called", "joint"}
)
"""Adjectives that do not set one thing apart from another of its kind (English); "new" and "northern" do."""
PARTS = (
    r"authority|authorities|project|operator|administration|company|ministry|agency|committee|area|network|city|side"
)
"""Nouns before which the noun of a thing is only an adjective (English): "the port authority"."""
DEFINITE = re.compile(
    rf"\b(?:the|this|that)[ \u00a0]((?:[\w’'-]+[ \u00a0]){{0,3}}?)({NOUNS})\b(?![ \u00a0](?:{PARTS}|{NOUNS})\b)",
    re.IGNORECASE,
)
"""A thing that was named before: "this key Eurasian link"."""
BOTH = re.compile(
    r"\b(?:the|both|these)[ \u00a0](?:two[ \u00a0])?(?:countries|nations|sides|states|neighbou?rs|parties)\b",
    re.IGNORECASE,
)
"""The two countries that a document is about (English)."""
BETWEEN = re.compile(rf"({NAME})[ \u00a0]and[ \u00a0]({NAME})")
THE = rf"(?:the[ \u00a0](?={PLAIN}{NAME}))?"
"""The article of a name."""
ROUTE = re.compile(
    rf"(?:the|an?|this)[ \u00a0](?:[\w-]+[ \u00a0]){{0,3}}?(?=(?:{ROUTES})[ \u00a0](?:between|from|to|linking)\b)"
)
"""From a tie to a route that goes by its ends (English)."""
TIE = re.compile(
    r"(?:[ \u00a0](?:in|during|for)[ \u00a0]\d{4}|[ \u00a0](?:last|this)[ \u00a0]year)?(?:[ \u00a0]\w+(?:ed|ing))?"
    rf"[ \u00a0]({'|'.join(TIES.split())})[ \u00a0]{THE}"
)
"""What leads from a measure to what it is of."""
THROUGH = re.compile(
    r"(?:[ \u00a0]of(?:[ \u00a0][\w-]+){1,4}?)?(?:[ \u00a0](?:passed|moved|went|flowed|travelled|traveled|transited|"
    r"(?:was|were)[ \u00a0](?:handled|moved|carried|shipped|pumped)))?"
    r"[ \u00a0](?:through|via|along|across|over|at)[ \u00a0]"
    r"(?:the[ \u00a0](?:quays|docks|locks|berths|piers|gates|terminals|tracks|rails)[ \u00a0](?:of|at)[ \u00a0])?"
    rf"{THE}"
)
"""From a number to what goes through or along (English)."""
NO_OWNER = re.compile(
    r"\W|\d|(?:least|most|about|around|nearly|almost|more|less|total|all|value|volume|terms|real|nominal|part|line|"
    r"an?|record|current|constant|some)\b|"
    r"(?:(?:the[ \u00a0]whole|the[ \u00a0]course|calendar|fiscal)[ \u00a0](?:of[ \u00a0])?|the[ \u00a0]year[ \u00a0])"
    r"\d{4}\b|"
    r"(?:the[ \u00a0])?(?:(?:first|second|third|fourth|final|last|next|previous|past|current|same|fiscal|financial|"
    r"early|late|mid|whole|full|two|three|six|nine|\d+)[ \u00a0-]){0,3}"
    r"(?:years?|months?|quarter|half|weeks?|days?|decades?|period|season|summer|winter|spring|autumn|time|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
"""What a tie leads to that is no owner: times, amounts and manners (English)."""
POSSESSIVE = re.compile(
    r"['’]s?[ \u00a0](?:(?!(?:said|says|its|their|the|an?|that|which|ha[sd]|have|is|are|was|were|will|to|and|of|in)\b)"
    r"[\w-]+[ \u00a0]){0,5}$"
)
"""From an owner's name to the noun that it owns."""
FROM = re.compile(rf"[ \u00a0]from[ \u00a0]{THE}")
INTO = re.compile(rf"[ \u00a0](?:to|into)[ \u00a0]{THE}")
SOURCE = {"export": FROM, "shipment": FROM, "supply": FROM, "delivery": FROM, "emission": FROM, "import": INTO}
"""What leads from flows to their owner (English): who exports, who imports."""
FRONT = re.compile(rf"(?:In|On|Along|Through|Via|At|Across|For)[ \u00a0]{THE}")
"""Before an owner at the head of a sentence (English)."""
BEFORE_COMMA = re.compile(
    r"(?:[ \u00a0][(][^()]*[)])?,[ \u00a0](?:which[^,.;:]*,[ \u00a0])?"
    r"(?:(?:the|an?|its)[ \u00a0])?(?:(?!said\b|says\b)[a-z][\w-]*[ \u00a0]){0,2}"
)
"""From there to the measure (English)."""
PARTNER = re.compile(rf"[ \u00a0]with[ \u00a0](?:the[ \u00a0])?({NAME})")
"""Behind a measure: the other one of two (English)."""
ITS = re.compile(r"\b(its|their)[ \u00a0](?:[\w-]+[ \u00a0]){0,4}$", re.IGNORECASE)
"""A pronoun in front of the noun that its owner has (English)."""
IT = re.compile(r"It|They")
"""Who does something, at the head of a sentence (English)."""
OWNED = re.compile(r"['’]s[ \u00a0](?:[a-z-]+[ \u00a0]){0,2}?(?=[a-z]+[ \u00a0]of[ \u00a0][A-Z])")
"""From a name to the thing that it owns: "Chile | 's main | port of Lindholm"."""
OWNING = re.compile(r"['’]")
"""Behind a name that owns what "its" stands for: "Chile | 's oil fund said its assets"."""
BEARING = re.compile(
    r",[ \u00a0](?:(?:which[ \u00a0](?:has|had|have)|with)[ \u00a0](?:an?|its|the)|whose)[ \u00a0]"
    r"(?:[\w-]+[ \u00a0]){0,3}$"
)
"""From a name to what it has, before a measure: ", with a | turnover of" (English)."""
GIVEN = re.compile(
    r"(?<=[a-z])[ \u00a0](?:with[ \u00a0])?(?:(?:an?|the|its)[ \u00a0])?"
    r"(?:(?!(?:to|in|by|of|and|for|from|at)\b)[a-z][\w-]*[ \u00a0]){0,2}$"
)
"""From the one to whom something is given to the measure: "2024 brought Chile | exports of" (English)."""
GIVING = re.compile(
    r"\b(?:brought|earned|gave|cost|left|netted|handed|saddled)[ \u00a0](?:the[ \u00a0])?$", re.IGNORECASE
)
"""Before the one who has what is measured then (English)."""
SHOWING = re.compile(
    r"\b(?:shows?|showed|shown|gives?|gave|lists?|listed|indicates?|indicated|reveals?|revealed|points? to)[ \u00a0]"
    r"(?:[\w-]+[ \u00a0]){0,3}$",
    re.IGNORECASE,
)
"""Before a measure that a publication tells (English)."""
FOR = re.compile(rf"(?:[ \u00a0](?:in|during)[ \u00a0][^,.;:]{{1,40}}?)?[ \u00a0](?:for|at|in)[ \u00a0]{THE}")
"""From its number to the owner (English): "data show exports of $5 billion | for Chile"."""
WITH = re.compile(r"With[ \u00a0]")
"""At the head of a sentence whose subject has what follows (English)."""
COMMA = re.compile(r"[^,.;:]*,[ \u00a0](?:the[ \u00a0])?")
"""From its number to the subject (English)."""
HELPING = (
    r"(?:\w+ly|has|have|had|will|would|could|may|can|also|already|"
    r"(?:is|are|was|were)[ \u00a0](?:able[ \u00a0])?to|"
    r"(?:is|are|was|were)[ \u00a0](?:(?:now|still|also|currently)[ \u00a0])?"
    r"(?:expected|set|due|planned|projected|likely|estimated|forecast|supposed|meant)[ \u00a0](?:\w+[ \u00a0]){0,4}?to|"
    r"(?:plans?|planned|aims?|aimed|expects?|expected|intends?|intended|hopes?|wants?|pledged|agreed)[ \u00a0]to)"
)
HAVING = (
    r"(?:ha(?:s|d|ve)(?![ \u00a0](?:\w+(?:ed|en|wn)|made|said|told|won|set|put|cut|led|come|become|gone|begun|sold|"
    r"built|bought|spent|sent|lost|held|kept|left|met|paid|to)\b)|boasts?|"
    r"receive[sd]?|attract(?:s|ed)?|employ(?:s|ed)?|earn(?:s|ed)?|post(?:s|ed)?|book(?:s|ed)?|reported|logged|"
    r"record(?:s|ed)?|register(?:s|ed)?|saw|sees?|notched[ \u00a0]up|r[au]ns?[ \u00a0](?:up|an?)|incur(?:s|red)?|"
    r"collect(?:s|ed)?|enjoy(?:s|ed)?|suffer(?:s|ed)?|(?:turned|took|pulled)[ \u00a0]in|owe[sd]?|pa(?:ys?|id)|"
    r"treat(?:s|ed)?|complete[sd]?|enrol(?:s|led)?|count(?:s|ed)?|"
    r"(?:closed|ended|finished|left|entered|began|started)\b[^,.;:]{1,60}?[ \u00a0]with)"
)
DOING = (
    r"(?:handle[sd]?|handling|export(?:s|ed)?|import(?:s|ed)?|produce[sd]?|pump(?:s|ed)?|ship(?:s|ped)?|carr(?:y|ies|ied)|"
    r"transport(?:s|ed)?|move[sd]?|sells?|sold|buys?|bought|buil(?:ds?|t)|generate[sd]?|invest(?:s|ed)?|process(?:es|ed)?|"
    r"(?:consume|devour)(?:s|d|ed)?|spends?|spent|made|mined|deliver(?:s|ed)?|suppl(?:y|ies|ied)|harvest(?:s|ed)?|gr[eo]ws?|refine[sd]?|"
    r"store[sd]?|serve[sd]?|welcome[sd]?|burn(?:s|ed|t)?|launch(?:es|ed)?|order(?:s|ed)?|raise[sd]?|"
    r"costs?|owe[sd]?|saw|sees|yield(?:s|ed)?|"
    r"operate[sd]?|add(?:s|ed)?)"
)
RELATIVE = r"(?:,?[ \u00a0](?:which|that|who))?"
"""Between a subject and what it does (English)."""
VERB = re.compile(
    rf"(?:,[ \u00a0][^,.;:]{{1,80}},)?{RELATIVE}[ \u00a0](?:{HELPING}[ \u00a0]){{0,3}}"
    rf"(?:{HAVING}|{DOING})\b(?=[^.;:]{{0,80}}$)",
    re.IGNORECASE,
)
"""From the subject of a clause to what it does with what is counted (English). Saying is not doing."""
TREATING = (
    r"(?:treats|employs|runs|owns|manages|teaches|trains|enrols|enrolls|recruits|hires|houses|feeds|insures|builds)"
)
"""Verbs in the present that are done with what is counted (English)."""
SAYS_IT = re.compile(
    r"[ \u00a0](?:said|says|claims|claimed|reported|announced|added|expects)[ \u00a0]"
    r"(?:on[ \u00a0]\w+[ \u00a0])?(?:that[ \u00a0])?it\b"
)
"""From a name to what it says of itself (English): "Norden | says it | employs"."""
LENGTH_OF = re.compile(rf"[ \u00a0](?:of|along)[ \u00a0]{THE}")
"""From a length to what it is a part of (English): "118 km | of the railway"."""
OF_ITS = re.compile(r"[ \u00a0]of[ \u00a0](?:its|their)[ \u00a0]")
"""From a share to what it is a share of (English)."""
NOT_DONE = (
    r"(?:said|told|found|estimated|expected|announced|counted|noted|warned|claimed|planned|wanted|needed|visited|"
    r"interviewed|met|cited|listed|registered|surveyed|polled|compared|based|led|joined|called|named|used)\b"
)
"""Verbs whose object is nobody's (English)."""
ACTION = re.compile(
    rf"(?:,[ \u00a0][^,.;:]{{1,80}},)?{RELATIVE}[ \u00a0](?:{HELPING}[ \u00a0]){{0,3}}(?!{NOT_DONE})"
    rf"(?:{PAST}|(?<=to[ \u00a0])[a-z]+|(?<=will[ \u00a0])[a-z]+|(?<=can[ \u00a0])[a-z]+|{TREATING})[ \u00a0]"
    rf"(?:(?:up|on|over|out)[ \u00a0])?{FILLER}$"
)
"""From the subject of a clause to what it does with the things that a number counts right behind it (English)."""
MADE = r"(?:manufactured|made|designed|supplied|assembled|written)\b"
"""Verbs that tell of whom things come, not whose they are (English)."""
DONE_AT = re.compile(
    rf"(?:[ \u00a0](?!{AUXILIARY}\b)(?!{PAST}\b)[\w-]+){{0,2}}?(?:[ \u00a0]{AUXILIARY}){{0,6}}[ \u00a0]"
    rf"(?!{AUXILIARY}\b)(?!{NOT_DONE})(?!{MADE})"
    rf"(?:{PAST}|works?|lives?|stud(?:y|ies)|passed[ \u00a0]through)"
    rf"(?:[ \u00a0](?:so[ \u00a0]far|already|last[ \u00a0]year|this[ \u00a0]year|in[ \u00a0]\d{{4}}))?"
    rf"[ \u00a0](?:by|at|in|on|for|along|aboard|inside)[ \u00a0]{THE}"
)
"""From things counted to where, by whom or for what it is done with them (English): "patients | were treated at"."""
USED = re.compile(
    rf"(?:[ \u00a0](?!{AUXILIARY}\b)(?!{PAST}\b)[\w-]+){{0,1}}?(?:[ \u00a0]{AUXILIARY}){{0,3}}[ \u00a0]"
    r"(?:use[sd]?|visit(?:s|ed)?|crossed|attended|boarded|"
    rf"(?:travel|travell?ed|rode|flew|passed|went|came)[ \u00a0](?:on|through|with|via))[ \u00a0]{THE}"
)
"""From people counted to what they use (English): "passengers | used the"."""
PRICED = re.compile(rf"[ \u00a0-](?:(?:{'|'.join(sorted(NEUTRAL))}|new|planned|proposed|long)[ \u00a0]){{0,2}}")
"""From a price to the thing that has it (English): "the $1.4 billion | Salt Road bridge"."""
SAID = re.compile(
    r"(?:,[ \u00a0][^,.;:]{1,80},)?[ \u00a0](?:\w+ly[ \u00a0])?"
    r"(?:said|says|reported|reports|announced|expects?|forecasts?|sees|ended|closed|finished)\b"
)
"""From a name to what is told (English)."""
ACCOUNTS = frozenset(
    {"revenue", "sale", "profit", "earning", "income", "turnover", "loss", "ebitda", "ebit", "dividend", "debt"}
    | {"backlog", "intake", "margin"}
)
"""Nouns of a company's accounts, without plural endings (English): who tells them without an owner tells his own."""
COUNTERPART = re.compile(r"\b(?:to|from|towards|with|against|into)[ \u00a0](?:the[ \u00a0])?$", re.IGNORECASE)
