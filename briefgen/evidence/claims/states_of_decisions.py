"""States of what is agreed, decided and in force, with the words that tell them (English; `axis` has the form)."""

from __future__ import annotations

from briefgen.evidence.claims.axis import ACT, Axis, State
from briefgen.messages import N_

DECISIONS = (
    Axis(
        (
            State(
                N_("still negotiated"),
                being=(
                    "under negotiation, being negotiated, being drafted, on the table, being thrashed out, unsigned"
                ),
                phrases=(
                    "negotiations/talks/haggling/wrangling on/over/about/for * "
                    "go/goes/continue/continues/drag/are/were (on) (under/still/way/ongoing/continuing); is/are "
                    "(still) (in) negotiating/discussing/talks/negotiations (over/on/about/for) *; "
                    "haggle/haggling over *"
                ),
            ),
            State(
                N_("initialled"),
                verbs="initial, initialed",
            ),
            State(
                N_("signed"),
                verbs="sign, ink, conclude, clinch, seal, put their names to, put pen to paper on",
                phrases=(
                    "signing/signature of * took/has; put/puts (his/her/its/their) signature/signatures/name/names to *"
                ),
            ),
        ),
        onwards=True,
    ),
    Axis(
        (
            State(
                N_("awaiting a decision"),
                being=(
                    "under review, under examination, under consideration, pending, undecided, awaiting a "
                    "decision, awaiting approval, awaiting a ruling, before the regulator, being examined, "
                    "being assessed, being considered, being reviewed, being studied, waiting for approval, "
                    "waiting for a decision, in the balance, up in the air, before parliament, before the "
                    "court, stuck in committee, stuck in parliament, under debate, being debated, being "
                    "weighed, bogged down, held up, in limbo, on hold, not yet decided, with the regulator, "
                    "under scrutiny, subject to approval, still to be decided"
                ),
                phrases=(
                    "is/are (still) (being) "
                    "awaiting/waiting/considering/weighing/examining/studying/reviewing/debating/assessing *; "
                    "no decision has (yet) been taken/made/reached on *; await/awaits a/approval/clearance "
                    "(decision/ruling/verdict)"
                ),
            ),
            State(
                N_("turned down"),
                verbs=(
                    "reject, turn down, throw out, vote down, veto, refuse, block, prohibit, strike down, "
                    "quash, refuse permission for, say no to, deny permission for, dismiss, defeat, spike, kick "
                    "out, refuse consent for, withhold approval from, strike out, torpedo"
                ),
                phrases=(
                    "refused/denied * permission/approval/permit/clearance/consent/licence; voted against *; "
                    "vote/votes against *; came out against *; said no to *; failed to win approval; failed to "
                    "pass; fell at the last hurdle"
                ),
            ),
            State(
                N_("approved"),
                verbs=(
                    "approve, clear, pass, adopt, ratify, endorse, license, authorise, authorize, green-light, "
                    "wave through, give the go-ahead to, give the green light to, give approval to, give its "
                    "blessing to, sign off on, give permission for, vote for, vote through, enact, "
                    "rubber-stamp, sign into law, back, nod through, give the nod to, agree to, accept, grant, "
                    "issue, give consent to, carry"
                ),
                being="approved, cleared, licensed, authorised, authorized",
                phrases=(
                    "gave/given/won/received/got/has/have/secured * (a/the/its) (final) "
                    "go-ahead/approval/clearance/consent/permission; signed * into law; sign/signs * into law; "
                    "won/received/got/secured/obtained/has (a/the/its) (final) "
                    "go-ahead/approval/clearance/permission for/from/to *"
                ),
            ),
        ),
        days=ACT,
        decided=True,
    ),
    Axis(
        (
            State(
                N_("going on"),
                by_itself="go ahead, enter its second day, enter a second week, rage on, drag on",
                being=(
                    "on, going on, in its second day, in its third day, ongoing, in progress, continuing, still "
                    "on, still going, going ahead, on course, on schedule, on track, set to go ahead"
                ),
                phrases=(
                    "entered/enters/entering its/their/a ~ day/week/month; continue/continues/continued; "
                    "goes/go on; is/are not over; will (now) (still) go/take ahead/place (as) "
                    "(planned/scheduled); will/is/to go/going ahead"
                ),
            ),
            State(
                N_("called off"),
                verbs=(
                    "call off, cancel, avert, abandon, scrap, shelve, ditch, drop, axe, end, postpone, put off, "
                    "put back, delay, reschedule, abort, scrub"
                ),
                by_itself="end",
                being=(
                    "over, off, at an end, history, dead in the water, cancelled, canceled, postponed, "
                    "suspended, no longer on, off the table"
                ),
                phrases=(
                    "declared * over; is/are/was/were over; scrapped/dropped/shelved/ditched/abandoned "
                    "(its/the/their) plans for/to *; plans for/to * have/has/were been "
                    "scrapped/dropped/shelved/abandoned"
                ),
            ),
        ),
    ),
    Axis(
        (
            State(
                N_("agreed"),
                verbs="agree on, agree to",
                phrases=(
                    "agreed/agree/agrees to (a) (the) merge/merger/takeover; have/has agreed a/on/to/the *; "
                    "deal/agreement on/for/over/to * has/have/was been reached/struck/agreed/sealed; "
                    "merger/takeover/purchase of * is/was/has (been) agreed/completed/through"
                ),
            ),
            State(
                N_("off"),
                by_itself="collapse, fall through, fall apart, unravel, come to nothing, founder, fail, break down",
                being="dead, off, in tatters, off the table",
                phrases=(
                    "pulled/pulls/walked/walks/backed/backs/withdrew/withdraws out (of) from *; walked away "
                    "from *; pull/pulled the plug on *"
                ),
            ),
        ),
        days=ACT,
    ),
    Axis(
        (
            State(
                N_("upheld"),
                verbs="uphold, confirm, let stand, affirm",
                phrases="rejected/dismissed the/an/his/her appeal of *",
            ),
            State(
                N_("overturned"),
                verbs="overturn, quash, set aside, annul, throw out, reverse, strike down, void",
            ),
        ),
        days=ACT,
    ),
    Axis(
        (
            State(
                N_("unknown"),
                being=(
                    "unknown, unclear, a mystery, unexplained, under investigation, a riddle, undetermined, "
                    "unidentified, not known, anybody's guess"
                ),
                phrases=(
                    "do/does not (yet) know what/why/who caused/triggered/started/killed/led (to) *; "
                    "nobody/no-one knows (yet) what/why/who caused/triggered/started (to) *"
                ),
            ),
            State(
                N_("established"),
                verbs="establish, identify, determine, pin down, find, discover, trace, explain",
                phrases=(
                    "established/determined/know/found (out) what/why/who caused/triggered/started/led (to) *; "
                    "solved the riddle/mystery of *"
                ),
            ),
        ),
        days=ACT,
    ),
    Axis(
        (
            State(
                N_("in force"),
                verbs=(
                    "extend, prolong, renew, maintain, uphold, impose, reimpose, ban, outlaw, bar, forbid, "
                    "introduce, tighten"
                ),
                by_itself=(
                    "take effect, come into force, enter into force, come into effect, go into effect, become "
                    "law, stay in place, stand, remain in place, remain in force, apply, go live, kick in, "
                    "become effective"
                ),
                being=(
                    "in force, in place, in effect, law, banned, illegal, barred, forbidden, outlawed, "
                    "prohibited, valid, extended, the law of the land, applicable, effective, on the statute "
                    "book, compulsory, mandatory, operative"
                ),
                phrases=(
                    "remain/remains/stay/stays (firmly) in force/place/effect; still applies/apply; is/are "
                    "banned/barred from *"
                ),
            ),
            State(
                N_("lifted"),
                verbs=(
                    "lift, end, remove, revoke, drop, rescind, repeal, scrap, abolish, relax, waive, allow, "
                    "legalise, legalize, permit, withdraw, terminate, cancel, ease, do away with, annul, "
                    "suspend, overturn, strike down, undo, reverse, roll back, call off"
                ),
                by_itself="expire, lapse, run out, end",
                being=(
                    "allowed, legal, permitted, lawful, no longer banned, free of restrictions, over, lifted, "
                    "gone, history, void, no longer valid, no longer in force, null and void"
                ),
                phrases="lifted the/its/their ban/embargo/sanctions/curfew/moratorium on *",
            ),
        ),
    ),
    Axis(
        (
            State(
                N_("holding"),
                by_itself="hold",
                being="holding, respected, observed, intact",
                phrases="holds; hold; is/was (still) (largely) holding; held through/firm/until/for/on",
            ),
            State(
                N_("broken"),
                verbs="break, breach, violate, shatter",
                by_itself="collapse, break down, fall apart, unravel",
                being="in tatters, dead, in ruins, over",
            ),
        ),
        nouns="ceasefire truce armistice peace agreement deal pact calm",
    ),
    Axis(
        (
            State(
                N_("broken off"),
                verbs="break off, suspend, call off, abandon",
                by_itself=(
                    "break down, collapse, fail, stall, founder, reach deadlock, end without agreement, end "
                    "without result, run aground"
                ),
                being=(
                    "deadlocked, stalled, over, at an impasse, on ice, suspended, frozen, dead, on hold, called off"
                ),
                phrases="walked/stormed out of *; broke off *",
            ),
            State(
                N_("continuing"),
                verbs="resume, restart, relaunch",
                by_itself="resume, restart, proceed, carry on, go ahead, drag on, go on, continue",
                being="continuing, ongoing, under way, underway, going on, in progress, making progress",
                phrases="continue/continues/continued; go/goes on; are/is back at the (negotiating) table",
            ),
        ),
        nouns="talk negotiation dialogue discussion summit mediation consultation",
    ),
    Axis(
        (
            State(
                N_("solvent"),
                being="solvent, paying its bills, paying its debts, in good health, in profit, viable",
            ),
            State(
                N_("bankrupt"),
                by_itself=(
                    "file for bankruptcy, go bankrupt, go under, go bust, file for insolvency, collapse, enter "
                    "administration, file for protection from creditors, go into administration, go into "
                    "liquidation"
                ),
                being="bankrupt, insolvent, in administration, in receivership, in liquidation",
            ),
        ),
        days=ACT,
    ),
    Axis(
        (
            State(
                N_("at work"),
                by_itself="sit, meet as usual, keep working",
                being="at work, in session, in being, in existence, active, alive",
                phrases=(
                    "will hear (further) witnesses/evidence; continues/continue its/their work; is/are "
                    "still/hard at work"
                ),
            ),
            State(
                N_("dissolved"),
                verbs="disband, dissolve, wind up, break up, abolish, scrap, dismantle, shut down",
            ),
        ),
        days=ACT,
    ),
    Axis(
        (
            State(
                N_("outside"),
                being="outside, not a member, an outsider, an observer",
                phrases="is/are/was/were outside *; is/are not (yet) a/members (member) of *",
            ),
            State(
                N_("a member"),
                verbs="join, admit to, accede to, enter",
                phrases="is/are (now) a/members (member) of *; became/becomes/become a/members (full) (member) of *",
            ),
        ),
        onwards=True,
    ),
    Axis(
        (
            State(
                N_("chosen"),
                verbs="choose, select, pick, award, win",
                phrases="went/gone/goes to",
            ),
            State(
                N_("not chosen"),
                being="undecided, still to be chosen, open",
                phrases=(
                    "no ~ has (yet) been chosen/selected/picked for/as *; is/are one of ~ "
                    "candidates/bidders/contenders for *"
                ),
            ),
        ),
        days=ACT,
    ),
    Axis(
        (
            State(
                N_("recalled"),
                verbs="recall, take off the shelves, pull from shelves, withdraw from sale",
                phrases="is/are recalling *; recalls; recall of * has/is/was",
            ),
            State(
                N_("on sale"),
                being="on sale, on the shelves, in the shops",
                phrases="no recall of *; there is/was/has (been) no recall of *",
            ),
        ),
        days=ACT,
    ),
    Axis(
        (
            State(
                N_("recognised"),
                verbs="recognise, recognize, acknowledge",
            ),
            State(
                N_("unrecognised"),
                being="unrecognised, unrecognized",
                phrases="refuses/refused/refuse/declined/declines to recognise/recognize *",
            ),
        ),
        days=ACT,
    ),
)
"""States of what is agreed, decided and in force."""
