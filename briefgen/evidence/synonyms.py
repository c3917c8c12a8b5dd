"""Words that news uses for one another: a sign that two passages may speak of one thing, never a proof.

The table is English and of general language. What surely means the same stands in `concepts.SYNONYMS`.
"""

from __future__ import annotations

CLASSES = """
dwelling flat apartment home house housing residence
worker employee staff job labour labourer workforce personnel
passenger traveller traveler rider commuter ridership
patient admission hospitalisation hospitalization
pupil student schoolchild schoolchildren learner enrolment enrollment
teacher educator schoolteacher
nurse midwife
doctor physician medic
death fatality kill killed die died dead toll
injure injured wounded hurt casualty
case infection
dose jab vaccination vaccine inoculation vaccinate
visitor tourist arrival guest tourism
migrant refugee asylum displaced
customer client subscriber user consumer connection
resident inhabitant population
farmer grower producer
cost bill outlay expense expenditure spending spend budget tag
subsidy grant support aid assistance
loan credit lend lending borrow financing finance
debt owe borrowing liability arrears
revenue turnover sale sales takings proceeds receipts
profit earnings surplus
loss deficit shortfall lose losses
tax levy duty royalty
fee fare tariff charge toll
wage salary pay payroll
investment invest spend capital
harvest crop output yield reap thresh
production produce output generate generation make manufacture extract extraction mine mined
consumption consume use demand usage
export ship shipment sell shipped
import purchase buy procurement
catch landing fish fishing
build built construct construction erect lay laid string strung
complete finish hand handover deliver delivery
open opening inaugurate commission launch start enter
close closure shut decommission
approve approval adopt pass endorse
sign signing conclude ink
line railway rail railroad track
road highway motorway
port harbour harbor quay
plant factory mill smelter works
dam reservoir
ship vessel boat
plane aircraft jet airliner
truck lorry
car vehicle automobile
train rolling carriage
bus coach
electricity power energy
gas lng
oil crude petroleum
cargo freight goods
container teu box
land area hectare surface
livestock cattle herd
stage phase tranche
first opening initial
length long kilometre mile
capacity able capable
growth grow expansion
rent rental
hospital clinic
school classroom
bed ward
capital city
government cabinet ministry state
company firm operator developer
rate share proportion percentage
household family
forest woodland
emission carbon
"""
"""Words of one line are used for one another; a word of several lines is taken for the first."""


def _table() -> dict[str, str]:
    """Word → the first word of its line."""
    table: dict[str, str] = {}
    for line in CLASSES.split("\n"):
        words = line.split()
        for word in words:
            table.setdefault(word, words[0])
    return table


USED_FOR = _table()
"""Word → the word that its class is called by."""
