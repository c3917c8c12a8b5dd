"""A run: the messages of an edition that are due, in rounds of one for each connection.

In a round each message is claimed, built and offered to the relay; then one commit notes all final dots, and they go
out; then the answers are waited for. Nothing is held in memory that the outbox does not know: whatever ends the run,
the next one goes on from the file.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from briefgen.delivery import logs
from briefgen.delivery.bouncing import codes
from briefgen.delivery.mailing import Desk, Form, Message, forms, message
from briefgen.delivery.mailing.forms import Kind
from briefgen.delivery.masking import masked
from briefgen.delivery.outbox import Outbox, looking, moving
from briefgen.delivery.outbox.moving import Settled
from briefgen.delivery.relay import Meaning, Session, Trouble
from briefgen.delivery.sending import pacing, reconciling
from briefgen.delivery.sending.connections import IDLE, QUICK, Connections
from briefgen.delivery.sending.values import AGAIN, DONE, PERSON, STOPPED, Event, Halt, Outcome, Tools, Wishes
from briefgen.delivery.unsubscribing import leaving
from briefgen.delivery.values import Entry, Policy, Reply, State
from briefgen.errors import DeliveryError, OutboxError, SecretError

NOT_THEIRS = "the relay refused it as it did all others: that is not about the recipient"
TOO_LATE = "the deadline of the edition passed"
MAY_GO_OUT = (State.PENDING, State.UNKNOWN, State.FAILED)
"""Messages that are sent, or that somebody may let try again while the run goes on."""
LOSSES = 5
"""Rounds in a row in which connections ended, and no message got through."""


def send(  # noqa: PLR0913 - one argument for each thing that it needs
    outbox: Outbox, edition: str, desk: Desk, wishes: Wishes, tools: Tools, only: Collection[int] = ()
) -> Outcome:
    """Sends what is due of an edition. The caller holds the lock, and has brought order into what a death left behind.

    Args:
        outbox: With the edition planned.
        edition: Its name.
        desk: What its messages are written with.
        wishes: How to go about it.
        tools: Clock, connection, and so on.
        only: Numbers of messages; empty for all.

    Raises:
        OutboxError: A letter breaks a rule, or the file has a fault; nothing more goes out.
        UsageError: The edition is not planned.
    """
    frozen = looking.edition(outbox, edition)
    waiting = looking.entries(outbox, edition, MAY_GO_OUT)
    made = forms(desk, looking.letters(outbox, edition), (one.person for one in waiting)) if waiting else {}
    run = _Run(outbox, edition, desk, made, wishes, tools, frozen.deadline, only)
    try:
        run.all()
    except Halt as halt:
        return run.outcome(halt.why, halt.code)
    except BaseException:
        run.save()
        raise
    finally:
        run.connections.close()
    return run.outcome()


Handed = list[tuple[Entry, Session]]
"""Messages of a round, each with its connection."""


class _Run:
    """What changes while an edition goes out."""

    def __init__(  # noqa: PLR0913 - one for each thing that it was given
        self,
        outbox: Outbox,
        edition: str,
        desk: Desk,
        made: Mapping[Kind, Form],
        wishes: Wishes,
        tools: Tools,
        deadline: dt.datetime | None,
        only: Collection[int],
    ) -> None:
        self.outbox, self.edition, self.desk, self.made = outbox, edition, desk, made
        self.wishes, self.tools, self.deadline, self.only = wishes, tools, deadline, only
        self.pace = pacing.Pace(wishes.per_minute)
        self.moved: Counter[State] = Counter()
        self.connections = Connections(wishes, tools, self.pace, self._tell_of_relay, self._flush)
        self.halt: Halt | None = None
        """Why the run ends behind the round that it is at."""
        self.settled: list[Settled] = []
        """What is to be written with the next claim."""
        self.ahead: tuple[Entry, ...] = ()
        """Claimed with the dots of the round before."""
        self.built: dict[int, Message] = {}
        """Messages of those, by number."""
        self.quick = False
        """Whether the relay took the last round at once, so that the disk is what takes time."""
        self.smooth = True
        """Whether nothing went wrong in this round."""
        self.broke = ""
        """How the last connection was lost in it; empty where none was."""
        self.refused: list[Entry] = []
        """Messages that were refused since the relay last took one."""
        self.losses = 0
        """Rounds since then in which connections were lost."""
        self.unread: DeliveryError | SecretError | None = None
        """Why the archive mailbox could not be read."""
        self.key = logs.salt(outbox)

    # The run.

    def all(self) -> None:
        """Until nothing is due any more.

        Raises:
            Halt: It ends before.
        """
        self._reconcile()
        self._drain()
        while self._reconcile(at_end=True):
            self._drain()
        self._doubt_refusals()

    def _drain(self) -> None:
        """Until nothing is due any more, whatever is unknown.

        Raises:
            Halt: It ends before.
        """
        while True:
            now = self.tools.clock()
            if self.deadline is not None and now >= self.deadline:
                self._let_go()
                self._give_up()
                break
            if self.tools.asked_to_stop():
                raise Halt(STOPPED, AGAIN)
            if claimed := self._next(now):
                self._round(claimed)
            elif not self._wait_for_more():
                break

    def _next(self, now: dt.datetime) -> tuple[Entry, ...]:
        """Messages that are claimed; none where none is due."""
        claimed, self.ahead = self.ahead, ()
        if claimed:
            if not self.quick:
                self._flush()
            return claimed
        claimed = moving.claim(
            self.outbox, self.edition, now, self.tools.who, self.settled, self.only, self._in_a_round()
        )
        self.settled = []  # not before: what could not be written is tried once more at the end
        return claimed

    def _in_a_round(self) -> int:
        """Messages in a round: one where they may not follow each other at once."""
        return 1 if self.pace.wait else self.connections.most

    def outcome(self, why: str = "", code: int = DONE) -> Outcome:
        """What became of it."""
        self._let_go()
        counts = looking.counts(self.outbox, self.edition)
        if why:
            self._tell("stopped", detail=why)
        elif any(not self.only or one.number in self.only for one in self._pending()):
            why, code = "some are to be tried again later", AGAIN
        elif counts.get(State.UNKNOWN) or self.moved[State.FAILED]:
            why, code = self._doubt(counts)
        return Outcome(self.edition, dict(self.moved), counts, masked(self.key, why), code)

    def _doubt(self, counts: Mapping[State, int]) -> tuple[str, int]:
        """Who has to look after what is left: time does where the archive mailbox was away, and there is time."""
        if self.unread is None or not counts.get(State.UNKNOWN):
            return "", PERSON
        is_late = self.deadline is not None and self.tools.clock() >= self.deadline
        is_away = isinstance(self.unread, DeliveryError) and not is_late and not self.moved[State.FAILED]
        return f"the archive mailbox: {self.unread.message}", AGAIN if is_away else PERSON

    def _pending(self) -> tuple[Entry, ...]:
        return looking.entries(self.outbox, self.edition, {State.PENDING})

    def save(self) -> None:
        """Notes what is known, whatever ended the run: who reads the log may have hung up, the outbox been busy."""
        with contextlib.suppress(OutboxError):  # the error that ends the run says more; what is lost is in doubt
            self._let_go()

    # A round.

    def _round(self, claimed: Sequence[Entry]) -> None:
        """Messages that were claimed, to their ends.

        Raises:
            Halt: The run cannot go on.
        """
        try:
            sessions = self.connections.ready(len(claimed))
        except Halt:
            self._put_back(claimed)
            raise
        self._put_back(claimed[len(sessions) :])
        self.smooth, self.broke, sent = True, "", self.moved[State.SENT]
        if offered := self._offered(zip(claimed, sessions, strict=False)):
            self._ended(offered)
        self.quick = self.quick and self.smooth
        if self.broke and self.moved[State.SENT] == sent:
            self.losses += 1
        if self.losses >= LOSSES:
            self._end_behind(f"the connection broke {self.losses} times in a row, the last time at {self.broke}", AGAIN)
        if self.halt is not None:
            raise self.halt

    def _offered(self, claimed: Iterable[tuple[Entry, Session]]) -> Handed:
        """Those of which the relay has all but the final dot."""
        offered: Handed = []
        for _ in zip_longest(*(self._offering(one, session, offered) for one, session in claimed)):
            pass  # a command on each connection, then their answers, and so on: the relay is at all of them
        self.built.clear()
        return offered

    def _offering(self, one: Entry, session: Session, offered: Handed) -> Iterator[None]:
        """A message on its way to the final dot; rests whenever the relay is about to answer."""
        if gone := leaving.has_left(self.outbox, one.person):
            self._put(Settled(one, State.DROPPED, reason=gone.reason), gone.reason)
        elif built := self._built(one):
            self.pace.went(self._seconds())
            with self._minding(one, session):
                yield from session.offer(built)
                offered.append((one, session))

    def _built(self, one: Entry) -> Message | None:
        """A message, made now or ahead; None where it breaks a rule, which is noted."""
        if one.number not in self.built:
            try:
                self.built[one.number] = message(self.desk, self.made, one, self.tools.clock())
            except OutboxError as error:
                self._put(Settled(one, State.FAILED, reason=error.message), error.message)
                return None
        return self.built[one.number]

    def _ended(self, offered: Handed) -> None:
        """Final dots and their answers."""
        entries, sessions = zip(*offered, strict=True)
        noted = self._dots(entries)
        asked = self._seconds()
        waiting: dict[Session, Entry] = {}
        for one, session in zip(noted, sessions, strict=True):
            with self._minding(one, session):
                session.end()
                waiting[session] = one
        self.ahead = tuple(filter(self._built, self.ahead))  # while the relay is at work
        while waiting:
            for session in self.connections.answered(tuple(waiting)):
                self._answered(waiting.pop(session), session)
        self.quick = 0 <= self._seconds() - asked <= QUICK

    def _answered(self, one: Entry, session: Session) -> None:
        """What the relay says of a message."""
        with self._minding(one, session):
            reply = session.answer()
            self.losses = 0
            self.pace.eased()
            self._put(Settled(one, State.SENT, reply), f"{reply.code} {reply.text}")
            self._part()

    def _dots(self, claimed: Sequence[Entry]) -> tuple[Entry, ...]:
        """Notes that final dots go out; where that saves a wait for the disk, claims the next messages as well."""
        now, who = self.tools.clock(), self.tools.who
        if not self.quick or self.pace.wait:
            self._flush()
            return moving.dot(self.outbox, claimed, now, who)
        noted, self.ahead = moving.dot_and_claim(
            self.outbox, claimed, now, who, self.settled, self.only, self._in_a_round()
        )
        self.settled = []
        return noted

    @contextlib.contextmanager
    def _minding(self, one: Entry, session: Session) -> Iterator[None]:
        """Around a step of handing a message over: notes what goes wrong at it."""
        try:
            yield
        except Trouble as trouble:
            if trouble.ends_connection:
                self.connections.drop(session)
            self._troubled(one, trouble)

    def _troubled(self, at: Entry, trouble: Trouble) -> None:
        """What becomes of a message that was not taken, and of the run."""
        self.smooth = False
        reply, said = trouble.reply, trouble.words
        later = self._in(pacing.backoff(at.attempts, self.tools.chance()))
        match trouble.meaning:
            case Meaning.REFUSED:
                self.refused.append(at)
                self._put(Settled(at, State.FAILED, reply), said)
            case Meaning.LATER:
                self._put(Settled(at, State.PENDING, reply, later), said)
            case Meaning.UNKNOWN:
                self.broke = said
                self._put(Settled(at, State.UNKNOWN, reply), said)
                if self.wishes.policy is Policy.RESEND:
                    self._flush()
                    doubtful = looking.by_number(self.outbox, at.number)
                    self._put(Settled(doubtful, State.PENDING, reply, later), "it is sent again")
            case Meaning.STOP:
                self._put(Settled(at, State.PENDING, reply), said)
                self._end_behind(f"the relay takes nothing: {said}", PERSON)
            case _:
                self.broke = said
                if trouble.meaning is Meaning.SLOW:
                    self.connections.narrow()
                    self._tell("slower", detail=f"{self.pace.slower():.0f} seconds between messages: {said}")
                soon = pacing.backoff(at.attempts, self.tools.chance(), pacing.CONNECTING)
                self._put(Settled(at, State.PENDING, reply, self._in(soon)), said)
        if len(self.refused) >= self.wishes.refused_in_a_row:
            self._take_back()
            self._end_behind(f"the relay refused {len(self.refused)} messages in a row, the last one at {said}", PERSON)

    def _end_behind(self, why: str, code: int) -> None:
        """Ends the run behind the round that it is at: what was offered to the relay goes its way first."""
        self.halt = self.halt or Halt(why, code)

    def _doubt_refusals(self) -> None:
        """Where the relay took nothing of the edition yet and refused several: as above, for lists that are short.

        Raises:
            Halt: It is not the recipients.
        """
        self._flush()
        if len(self.refused) > 1 and not looking.counts(self.outbox, self.edition).get(State.SENT):
            last = looking.by_number(self.outbox, self.refused[-1].number).reply
            if self._take_back() and last is not None:
                number = len(self.refused)
                raise Halt(f"the relay refused all {number} messages, the last one with {last.words}", PERSON)
        if self.moved[State.SENT]:
            self._part()

    def _part(self) -> None:
        """Writes no more to those of the refused who do not exist, now that the relay took another message.

        One that takes none may know nobody. And only a status counts (RFC 3463, 5.1): words are for people.
        """
        if self.refused:
            self._flush()
        for number in (one.number for one in self.refused):
            one = looking.by_number(self.outbox, number)
            if one.state is State.FAILED and one.reply and _is_about_nobody(one.reply):
                said, now = f"{one.reply.status} {one.reply.text}".strip(), self.tools.clock()
                who, how = self.tools.who, leaving.How.BOUNCE
                leaving.leave(self.outbox, one.person.id, (leaving.EVERYTHING,), how, now, who, said)
        self.refused.clear()

    def _take_back(self) -> int:
        """Lets what was refused wait, where the answers say nothing of the recipients; how many do.

        A relay that does not know us, or has no room for our sender, says so of each recipient: Postfix waits with all
        that it has against a client until the first one is named (`smtpd_delay_reject`).
        """
        self._flush()
        refused = [looking.by_number(self.outbox, one.number) for one in self.refused]
        ours = [one for one in refused if one.state is State.FAILED and one.reply and _is_about_us(one.reply)]
        for one in ours:
            self.moved[State.FAILED] -= 1
            self._put(Settled(one, State.PENDING, one.reply, reason=NOT_THEIRS), NOT_THEIRS)
        self._flush()
        self.moved = +self.moved
        return len(ours)

    # Waits.

    def _wait_for_more(self) -> bool:
        """Waits for the next message that is due later; False where none is due soon enough."""
        due = None if self.only else looking.next_due(self.outbox, self.edition)
        if due is None:
            return False
        wait = (due - self.tools.clock()).total_seconds()
        if wait > self.wishes.patience or (self.deadline is not None and due >= self.deadline):
            return False
        if wait > IDLE:
            self.connections.close()
        if wait > 0:
            self._tell("waiting", detail=f"{wait:.0f} seconds for what is to be tried again")
            self.tools.sleep(wait)
        return True

    def _reconcile(self, *, at_end: bool = False) -> bool:
        """Looks for what is unknown in the archive mailbox, where the settings say so; whether some is sent again.

        Where the mailbox cannot be read, what is unknown stays so, and the others go out.
        """
        if self.wishes.policy is not Policy.RECONCILE or self.tools.look_up is None:
            return False
        self.unread = None
        try:
            found = reconciling.reconcile(self.outbox, self.edition, self.wishes.grace, self.tools, wait=at_end)
        except (DeliveryError, SecretError) as error:
            self.unread = error
            self._tell("unknown", detail=f"the archive mailbox: {error.message}")
            return False
        self.moved.update(found)
        return bool(found[State.PENDING])

    def _give_up(self) -> None:
        """It is too late for what is pending."""
        for entry in self._pending():
            self._put(Settled(entry, State.FAILED, entry.reply, reason=TOO_LATE), TOO_LATE)
        self._flush()

    # Notes.

    def _put(self, one: Settled, detail: str = "") -> None:
        """To be written with the next claim; told at once."""
        self.settled.append(one)
        if one.state is not State.PENDING:
            self.moved[one.state] += 1
        what = "later" if one.state is State.PENDING else str(one.state)
        self._tell(what, one.entry, detail)

    def _flush(self) -> None:
        if self.settled:
            moving.settle(self.outbox, self.settled, self.tools.clock(), self.tools.who)
            self.settled = []

    def _put_back(self, claimed: Iterable[Entry]) -> None:
        """What was claimed waits again, as nobody was at it; to be written with the next claim."""
        self.settled += [Settled(one, State.PENDING) for one in claimed]

    def _let_go(self) -> None:
        """Writes what is to be written, and puts back what was claimed ahead."""
        ahead, self.ahead = self.ahead, ()
        self._put_back(ahead)
        self._flush()

    def _tell(self, what: str, entry: Entry | None = None, detail: str = "") -> None:
        number, recipient = (entry.number, logs.hashed(self.key, entry.person.id)) if entry else (None, "")
        self.tools.tell(Event(self.tools.clock(), self.edition, what, number, recipient, masked(self.key, detail)))

    def _tell_of_relay(self, what: str, detail: str) -> None:
        self._tell(what, detail=detail)

    def _in(self, seconds: float) -> dt.datetime:
        return self.tools.clock() + dt.timedelta(seconds=seconds)

    def _seconds(self) -> float:
        return self.tools.clock().timestamp()


def _is_about_us(reply: Reply) -> bool:
    """Whether an answer speaks of the sender, the message or the connection, and not of the recipient."""
    return codes.verdict(reply.status, reply.text)[0] is codes.Kind.REFUSED


def _is_about_nobody(reply: Reply) -> bool:
    """Whether there is no such recipient."""
    kind, status = codes.verdict(reply.status, reply.text)
    return kind is codes.Kind.HARD and status.startswith("5.1.")
