"""States of people, and what befalls them, with the words that tell them (English; `axis` has the form)."""

from __future__ import annotations

from briefgen.evidence.claims.axis import ACT, Axis, State
from briefgen.messages import N_

PEOPLE = (
    Axis(
        (
            State(
                N_("in office"),
                by_itself=(
                    "stay on, remain in office, keep his job, keep her job, cling on, soldier on, stay in "
                    "office, stay in his post, stay in her post, hang on, stay put, survive a vote, survive the "
                    "vote, remain in his post, remain in her post, remain in charge"
                ),
                being="in office, in his post, in her post, in charge, in the job",
                phrases=(
                    "has/have no intention of (~) resigning/stepping/quitting/leaving/going (down); "
                    "remains/remain/stays/stay (as) (the) "
                    "minister/chief/chairman/chairwoman/head/president/director/mayor/coach/manager/governor/"
                    "leader/captain; "
                    "retains/retained/keeps/kept (his/her) job/post/seat/office/portfolio"
                ),
            ),
            State(
                N_("out of office"),
                verbs=(
                    "sack, dismiss, fire, oust, remove from office, depose, relieve of his duties, relieve of "
                    "her duties, suspend from office, impeach, vote out, vote out of office, remove, topple, "
                    "relieve of duty, strip of his post, strip of her post, unseat, replace"
                ),
                by_itself=(
                    "resign, step down, quit, stand down, bow out, leave office, hand in his notice, hand in "
                    "her notice, lose his job, lose her job, tender his resignation, tender her resignation, "
                    "retire, leave his post, leave her post, give up his post, give up her post, announce his "
                    "resignation, announce her resignation, walk out"
                ),
                phrases="accepted the resignation of *; has/have resigned as ~",
            ),
        ),
        days=ACT,
    ),
    Axis(
        (
            State(
                N_("at large"),
                by_itself="escape, flee, evade arrest, abscond, break out",
                being=(
                    "on the run, at large, a fugitive, in hiding, free, at liberty, out of prison, out on bail, "
                    "at large still, being hunted, wanted, not in custody, unaccounted for"
                ),
                phrases="hunt/search for * continues/goes/is",
            ),
            State(
                N_("held"),
                verbs=(
                    "arrest, detain, capture, jail, imprison, take into custody, remand in custody, lock up, "
                    "seize, take hostage, kidnap, abduct"
                ),
                being=(
                    "in custody, in jail, in prison, behind bars, under arrest, in detention, under house "
                    "arrest, being held, held, captive, in captivity, detained, imprisoned, in the hands of, a "
                    "prisoner, a hostage, in police custody, remanded in custody, detained without trial, "
                    "hostage"
                ),
            ),
            State(
                N_("freed"),
                verbs="free, release, set free, let go, bail, ransom, liberate, pardon",
                by_itself="walk free, leave prison, leave jail, regain his freedom, regain her freedom",
            ),
        ),
    ),
    Axis(
        (
            State(
                N_("cleared of it"),
                verbs="acquit, exonerate, clear of",
                being="innocent, not guilty",
            ),
            State(
                N_("found guilty"),
                verbs="convict, sentence, find guilty",
                being="guilty",
            ),
            State(
                N_("to be tried"),
                phrases=(
                    "is/are/will (to) (be) stand/face/go (on) trial; is/are on trial; faces/face trial; "
                    "will/is/are to be tried"
                ),
            ),
        ),
        days=ACT,
    ),
    Axis(
        (
            State(
                N_("let off"),
                phrases=(
                    "dismissed/dropped/threw/thrown/withdrew/withdrawn (out) (the) case/charges/charge against "
                    "*; case/charges against * has/have/was/were been dismissed/dropped/withdrawn/thrown (out)"
                ),
            ),
            State(
                N_("accused"),
                verbs="charge, indict, prosecute, put on trial",
                phrases=(
                    "is/are/will (to) (be) stand/face/go (on) trial; faces/face trial/charges; is/are on trial; "
                    "case/trial/charges against * is/are/can/will go/going/proceed/stand (ahead)"
                ),
            ),
        ),
        days=ACT,
    ),
    Axis(
        (
            State(
                N_("missing"),
                by_itself="go missing, vanish, disappear",
                being="missing, unaccounted for, lost, untraced",
            ),
            State(
                N_("found"),
                verbs="find, locate, recover, rescue, trace, save",
                by_itself="turn up",
                being=(
                    "safe and sound, safe and well, accounted for, back home, found, alive and well, safe, identified"
                ),
            ),
        ),
        onwards=True,
    ),
    Axis(
        (
            State(
                N_("trapped"),
                being="trapped, stranded, stuck, cut off, under the rubble, marooned",
            ),
            State(
                N_("rescued"),
                verbs="rescue, free, save, pull out, winch to safety, bring to safety",
                being="safe, out of danger",
            ),
        ),
        onwards=True,
    ),
    Axis(
        (
            State(
                N_("evacuated"),
                verbs="evacuate, move to safety, displace",
                by_itself="leave their homes, flee their homes",
                being="empty, in shelters",
            ),
            State(
                N_("back home"),
                by_itself="go home, return home, move back, come home, go back home",
                being="back home, home again, back in their homes, home",
                phrases="allowed to return (home)",
            ),
        ),
    ),
    Axis(
        (
            State(
                N_("vacant"),
                being="vacant, unfilled, empty, still to be filled, leaderless, without a head, without a leader",
                phrases=(
                    "no successor/head/candidate/chief has/have (yet) been named/chosen/found/appointed for/to/as *"
                ),
            ),
            State(
                N_("filled"),
                verbs="appoint as, name as, elect as, fill, swear in as, choose as, pick as",
                phrases=(
                    "appointed/named/elected/chosen/picked/confirmed (as) (the) (new) "
                    "head/chief/director/chairman/chairwoman/president/governor/leader/minister/coach of *; "
                    "took/takes over/office as "
                    "head/chief/director/chairman/chairwoman/president/governor/leader/coach of *"
                ),
            ),
        ),
        onwards=True,
    ),
    Axis(
        (
            State(
                N_("spreading"),
                by_itself="spread, rage, flare up",
                being=(
                    "out of control, spreading, raging, burning, out of hand, still burning, on the rise, worsening"
                ),
                phrases="rages; spreads",
            ),
            State(
                N_("under control"),
                verbs="contain, put out, extinguish, bring under control, douse, curb, get under control",
                being="under control, contained, extinguished, over",
                phrases="brought/bring/have/has/got * under control; declared * over",
            ),
        ),
        nouns=(
            "fire blaze wildfire outbreak epidemic disease flood riot unrest flames virus spill leak "
            "infestation inflation protest"
        ),
    ),
    Axis(
        (
            State(
                N_("unpaid"),
                being="unpaid, outstanding, overdue, in arrears, owed",
                phrases="owes/owe *",
            ),
            State(
                N_("paid"),
                verbs="pay, pay out, settle, reimburse, repay, pay off, transfer, disburse, compensate",
                being="paid, settled",
            ),
        ),
        onwards=True,
    ),
    Axis(
        (
            State(
                N_("alive"),
                by_itself="survive",
                being=(
                    "alive, well, alive and well, in good health, out of danger, recovering, stable, in a "
                    "stable condition, conscious"
                ),
                phrases="survived",
            ),
            State(
                N_("dead"),
                verbs="kill, murder, shoot dead, assassinate",
                by_itself=(
                    "die, die out, perish, pass away, vanish for good, succumb, lose his life, lose her life, "
                    "drown, be killed"
                ),
                being="dead, extinct, gone for good",
            ),
        ),
        days=ACT,
    ),
    Axis(
        (
            State(
                N_("in the running"),
                being="in the race, in the running, a candidate, standing, on the ballot",
            ),
            State(
                N_("out of it"),
                by_itself="pull out, bow out, drop out, withdraw from the race, step aside",
                phrases=(
                    "pulled/pull/pulls/dropped/drop/bowed (out) (of) the race/contest/election/running; "
                    "withdrew/withdrawn from the race/contest/election; withdrew/withdrawn/withdraws his/her "
                    "candidacy"
                ),
            ),
        ),
        days=ACT,
    ),
    Axis(
        (
            State(
                N_("in dispute"),
                verbs="sue",
                phrases=(
                    "is/are (being) suing *; filed (a) suit/lawsuit/claim/complaint against *; "
                    "lawsuit/suit/case/dispute over/against/about * drags/goes/continues/is/remains"
                ),
            ),
            State(
                N_("settled"),
                verbs="settle",
                phrases=(
                    "settled (a/the/its/their/his) lawsuit/suit/claim/case/dispute; reached a settlement "
                    "with/over/in/on *; settlement with/of/over * has/was"
                ),
            ),
        ),
        onwards=True,
    ),
    Axis(
        (
            State(
                N_("stationed there"),
                phrases=(
                    "is/are/remain/remains/stay (still) (stationed/deployed/dug/posted/present) (in) "
                    "in/inside/at *; continue to occupy *; still hold/holds/control/controls/occupy/occupies *"
                ),
            ),
            State(
                N_("withdrawn"),
                verbs="pull out, withdraw, evacuate from",
                by_itself="pull out, leave, withdraw, retreat",
                phrases=(
                    "completed/finished (their/its/the) withdrawal/pull-out/pullout/retreat from *; pulled/pull "
                    "out of *; withdrew/withdrawn/retreated from *; have/has left *; "
                    "withdrawal/pull-out/pullout/retreat from * is/was/has (been) complete/completed/over"
                ),
            ),
        ),
    ),
    Axis(
        (
            State(
                N_("safe"),
                being="safe, harmless, fit to drink, drinkable, clean, free of contamination, within the limits",
            ),
            State(
                N_("unsafe"),
                being=(
                    "unsafe, contaminated, unfit to drink, unfit for use, toxic, poisoned, in danger of "
                    "collapse, polluted, dangerous"
                ),
            ),
        ),
    ),
)
"""States of people, and what befalls them."""
