"""States of what is built, run, sold and delivered, with the words that tell them (English; `axis` has the form)."""

from __future__ import annotations

from briefgen.evidence.claims.axis import ACT, Axis, State
from briefgen.messages import N_

THINGS = (
    Axis(
        (
            State(
                N_("not begun"),
                being="at the planning stage, on the drawing board, still a plan",
                phrases=(
                    "not/no (a/one) (single) stone/brick/foundation/foundations/spade has/have been ~ for/at/of *"
                ),
            ),
            State(
                N_("begun"),
                verbs=(
                    "begin, start, start building, begin building, start work on, begin work on, break ground "
                    "on, break ground for, kick off, launch, begin construction of, start construction of"
                ),
                by_itself="get under way, get underway, kick off, commence, get going",
                being="under way, underway, well under way, in full swing, under construction",
                phrases=(
                    "is/are (now) building *; work/works/building/construction/drilling has/have begun/started "
                    "on/of *; earthworks/diggers/cranes/builders have moved in at/on *"
                ),
            ),
        ),
        onwards=True,
    ),
    Axis(
        (
            State(
                N_("closed"),
                verbs="close, shut, shut down, seal off, block, close down, bar, cordon off, board up",
                being=(
                    "closed, shut, sealed off, impassable, off limits, blocked, boarded up, out of bounds, "
                    "padlocked, closed off, barred, off-limits, closed to the public, closed to traffic, closed "
                    "until further notice"
                ),
                phrases="closed/shut (for) (good) its/their doors/gates",
            ),
            State(
                N_("open"),
                verbs="open, reopen, unblock, inaugurate",
                by_itself=(
                    "open, reopen, welcome its first, welcome back, open its doors, reopen its doors, open its gates"
                ),
                being=(
                    "open, open again, passable, back in use, open for business, open as usual, accessible, "
                    "open again to the public, open to traffic, open to the public, open to visitors"
                ),
                phrases=(
                    "threw/throws/flung open its/their doors/gates; traffic is/was/are (now) flowing (again) "
                    "over/across/through/on/in *; trains/cars/lorries/trucks/ships/ferries are (now) "
                    "running/rolling/passing (again) over/across/through/to/on *; opened/reopened its/their "
                    "doors/gates"
                ),
            ),
        ),
    ),
    Axis(
        (
            State(
                N_("at a standstill"),
                verbs=(
                    "halt, suspend, stop, shut, close, idle, mothball, ground, interrupt, freeze, pause, "
                    "discontinue, axe, disconnect, switch off, take offline, take off the grid, shut off, cut "
                    "off, knock out, take out of service, pull the plug on"
                ),
                by_itself=(
                    "stall, grind to a halt, come to a halt, come to a standstill, cease, stop, dry up, break "
                    "down, stop working, fail, go dark, go offline, shut down"
                ),
                being=(
                    "at a standstill, on hold, idle, offline, out of order, out of service, out of action, out "
                    "of operation, cut off, grounded, suspended, halted, down, switched off, dark"
                ),
                phrases=(
                    "remain/remains/stay/stays grounded/suspended/halted/frozen/idle/offline; has/have closed "
                    "for good; ceased/stopped production/operations/work/trading at *"
                ),
            ),
            State(
                N_("running"),
                verbs=(
                    "resume, restart, reconnect, restore, repair, bring back online, switch back on, revive, "
                    "reactivate, fix"
                ),
                by_itself=(
                    "resume, restart, come back online, go back online, return to service, keep flying, keep "
                    "running, keep going, keep operating, go on as normal, proceed, carry on, continue, go on, "
                    "operate as normal, run as normal"
                ),
                being=(
                    "running, running again, running normally, operating, operating normally, operational, back "
                    "online, back in service, back in operation, back on the grid, up and running, in "
                    "operation, at work, flying, working normally, working again, back at work, in business, "
                    "trading, working, up, functioning, in use, in production, producing, back to normal"
                ),
                phrases=(
                    "continue/continues/continued (to) (run/operate/fly/work/as) "
                    "(normal/normally/planned/usual/unabated/uninterrupted); keep/keeps "
                    "flying/running/working/operating; is/are (still) being "
                    "made/produced/built/mined/smelted/brewed at *; repairs to * are/were "
                    "finished/complete/completed; work/works/production/building/drilling on/at * "
                    "continues/continue/continued/goes/go (on); is/are back in service; goes/go on around the "
                    "clock"
                ),
            ),
        ),
    ),
    Axis(
        (
            State(
                N_("for sale"),
                being="for sale, up for sale, on the market, on the block",
                phrases="put * up for sale; is/are (still) looking/seeking (for) (a) buyer (for) *",
            ),
            State(
                N_("sold"),
                verbs="sell, buy, acquire, purchase, take over, snap up",
                being="in new hands",
                phrases=(
                    "completed/completes/closed/closes (the/its) sale/purchase/takeover/acquisition of *; "
                    "sale/purchase/takeover of * has/was (been) completed/closed/complete; changed hands; "
                    "passed into the hands of"
                ),
            ),
        ),
        onwards=True,
    ),
    Axis(
        (
            State(
                N_("without it"),
                being=("without power, without water, without electricity, in the dark, without gas, without heating"),
                phrases="power/water/electricity/gas to/in * is/was/has (been) cut/off/out",
            ),
            State(
                N_("supplied"),
                being="back on the grid, supplied again",
                phrases="power/water/electricity/gas to/in * is/was/has/have (been) restored/back/reconnected (on)",
            ),
        ),
    ),
    Axis(
        (
            State(
                N_("not delivered"),
                being="in the yard, at the yard, on order, on the slipway, in the shipyard, undelivered",
                phrases="is/are (still) waiting/awaiting (for) (the) delivery of *; still in/at the yard",
            ),
            State(
                N_("delivered"),
                verbs="deliver, hand over, receive, take delivery of, take possession of, ship",
                phrases="handed * over; arrived at/in; delivery/handover of * took/has",
            ),
        ),
        onwards=True,
    ),
    Axis(
        (
            State(
                N_("unfinished"),
                being=(
                    "unfinished, incomplete, nowhere near finished, far from finished, half-built, a building "
                    "site, a shell, under construction, far from complete, nowhere near complete, half "
                    "finished, half-finished, months behind schedule, years from completion"
                ),
            ),
            State(
                N_("finished"),
                verbs="complete, finish, commission, hand over, inaugurate",
                being="finished, complete, completed, ready, in use",
            ),
        ),
        onwards=True,
    ),
    Axis(
        (
            State(
                N_("only planned"),
                being="planned, on the drawing board",
                phrases=(
                    "plans/plan/planning/intends/intend/wants to build/put/erect/construct (up) *; plans/plan for *"
                ),
            ),
            State(
                N_("under construction"),
                being="under construction, rising, taking shape, half built, half-built",
                phrases=(
                    "work/works/building/construction on/of/at * is/are/has/have (well) (now) "
                    "under/underway/begun/started/progressing (way); is/are (now) building *"
                ),
            ),
            State(
                N_("built"),
                verbs="build, complete, finish, inaugurate, open",
            ),
        ),
        days=ACT,
        onwards=True,
        patient=True,
    ),
    Axis(
        (
            State(
                N_("on the ground"),
                verbs="delay, postpone, scrub, put off, push back, call off, abort, hold back",
                being="on the ground, on the pad, on the launch pad, grounded, delayed",
                phrases=(
                    "delayed/postponed/held/scrubbed (up) the launch/start/departure/maiden of *; "
                    "launch/start/departure of * was/is/has/had (been) "
                    "delayed/postponed/scrubbed/put/called/aborted (off)"
                ),
            ),
            State(
                N_("launched"),
                verbs="launch, send into orbit, send into space, place in orbit",
                by_itself="lift off, blast off, take off, reach orbit, set sail",
                being="in orbit, in space, under way, at sea",
            ),
        ),
        onwards=True,
    ),
)
"""States of what is built, run, sold and delivered."""
