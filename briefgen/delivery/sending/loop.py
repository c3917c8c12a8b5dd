"""A run: the messages of an edition that are due, one after the other.

Nothing is held in memory that the outbox does not know: whatever ends the run, the next one goes on from the file.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping

from briefgen.delivery import logs
from briefgen.delivery.bouncing import codes
from briefgen.delivery.mailing import Desk, Form, Message, forms, message
from briefgen.delivery.mailing.forms import Kind
from briefgen.delivery.masking import masked
from briefgen.delivery.outbox import Outbox, looking, moving
from briefgen.delivery.outbox.moving import Settled
from briefgen.delivery.relay import Meaning, Session, Trouble
from briefgen.delivery.sending import pacing, reconciling
from briefgen.delivery.sending.values import AGAIN, DONE, PERSON, Event, Outcome, Tools, Wishes
from briefgen.delivery.unsubscribing import leaving
from briefgen.delivery.values import Entry, Policy, Reply, State
from briefgen.errors import DeliveryError, OutboxError, SecretError

NOT_THEIRS = "the relay refused it as it did all others: that is not about the recipient"
TOO_LATE = "the deadline of the edition passed"
MAY_GO_OUT = (State.PENDING, State.UNKNOWN, State.FAILED)
"""Messages that are sent, or that somebody may let try again while the run goes on."""
STOPPED = "it was asked to stop"
LOSSES = 5
"""Connections in a row that ended before a message was through."""
IDLE = 20.0
"""Seconds of waiting for which a connection is kept."""
QUICK = 0.05
"""Seconds from a final dot to its answer. Behind a relay that needs no more, what became of a message is written with
the dot of the next one; a slower relay leaves time to write it at once."""


class _Halt(Exception):  # noqa: N818 - the end of a run, that the run itself acts upon
    """The run ends before it is through."""

    def __init__(self, why: str, code: int) -> None:
        super().__init__(why)
        self.why = why
        self.code = code


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
    except _Halt as halt:
        return run.outcome(halt.why, halt.code)
    except BaseException:
        run.save()
        raise
    finally:
        run.close()
    return run.outcome()


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
        self.session: Session | None = None
        self.settled: list[Settled] = []
        """What is to be written with the next claim."""
        self.ahead: Entry | None = None
        """Claimed with the dot of the message before."""
        self.quick = False
        """Whether the relay took the last message at once, so that the disk is what takes time."""
        self.refused: list[Entry] = []
        """Messages that were refused since the relay last took one."""
        self.losses = 0
        """Connections that were lost since then."""
        self.unread: DeliveryError | SecretError | None = None
        """Why the archive mailbox could not be read."""
        self.key = logs.salt(outbox)

    # The run.

    def all(self) -> None:
        """Until nothing is due any more.

        Raises:
            _Halt: It ends before.
        """
        self._reconcile()
        self._drain()
        while self._reconcile(at_end=True):
            self._drain()
        self._doubt_refusals()

    def _drain(self) -> None:
        """Until nothing is due any more, whatever is unknown.

        Raises:
            _Halt: It ends before.
        """
        while True:
            now = self.tools.clock()
            if self.deadline is not None and now >= self.deadline:
                self._let_go()
                self._give_up()
                break
            if self.tools.asked_to_stop():
                raise _Halt(STOPPED, AGAIN)
            entry = self._next(now)
            if entry is not None:
                self._one(entry)
            elif not self._wait_for_more():
                break

    def _next(self, now: dt.datetime) -> Entry | None:
        """A message that is claimed; None where none is due."""
        entry, self.ahead = self.ahead, None
        if entry is not None:
            if not self.quick:
                self._flush()
            return entry
        entry = moving.claim(self.outbox, self.edition, now, self.tools.who, self.settled, self.only)
        self.settled = []  # not before: what could not be written is tried once more at the end
        return entry

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

    def close(self) -> None:
        """Ends the connection."""
        if self.session is not None:
            self.session.close()
            self.session = None

    # One message.

    def _one(self, claimed: Entry) -> None:
        """A message that was claimed, to its end.

        Raises:
            _Halt: The run cannot go on; the message is pending again.
        """
        try:
            session = self._ready()
        except _Halt:
            self._put(Settled(claimed, State.PENDING, claimed.reply))
            raise
        if gone := leaving.has_left(self.outbox, claimed.person):
            self._put(Settled(claimed, State.DROPPED, reason=gone.reason), gone.reason)
            return
        try:
            built = message(self.desk, self.made, claimed, self.tools.clock())
        except OutboxError as error:
            self._put(Settled(claimed, State.FAILED, reason=error.message), error.message)
            return
        self._hand_over(session, claimed, built)

    def _hand_over(self, session: Session, claimed: Entry, built: Message) -> None:
        at, asked = claimed, self._seconds()

        def before_dot() -> None:
            nonlocal at, asked
            at = self._dot(claimed)
            asked = self._seconds()

        self.pace.went(asked)
        try:
            reply = session.send(built, before_dot)
        except Trouble as trouble:
            if trouble.ends_connection:
                self.session = None
            self._troubled(at, trouble)
        else:
            self.losses = 0
            self.pace.eased()
            self.quick = 0 <= self._seconds() - asked <= QUICK
            self._put(Settled(at, State.SENT, reply), f"{reply.code} {reply.text}")
            self._part()

    def _dot(self, claimed: Entry) -> Entry:
        """Notes that the final dot goes out; where that saves a wait for the disk, claims the next message as well."""
        now, who = self.tools.clock(), self.tools.who
        if not self.quick or self.pace.wait:
            self._flush()
            return moving.dot(self.outbox, claimed, now, who)
        at, self.ahead = moving.dot_and_claim(self.outbox, claimed, now, who, self.settled, self.only)
        self.settled = []
        return at

    def _troubled(self, at: Entry, trouble: Trouble) -> None:
        """What becomes of a message that was not taken.

        Raises:
            _Halt: And of the run.
        """
        self.quick = False
        reply = trouble.reply
        said = f"{trouble.step}: {_words(reply)}"
        later = self._in(pacing.backoff(at.attempts, self.tools.chance()))
        match trouble.meaning:
            case Meaning.REFUSED:
                self.refused.append(at)
                self._put(Settled(at, State.FAILED, reply), said)
            case Meaning.LATER:
                self._put(Settled(at, State.PENDING, reply, later), said)
            case Meaning.UNKNOWN:
                self.losses += 1
                self._put(Settled(at, State.UNKNOWN, reply), said)
                if self.wishes.policy is Policy.RESEND:
                    self._flush()
                    doubtful = looking.by_number(self.outbox, at.number)
                    self._put(Settled(doubtful, State.PENDING, reply, later), "it is sent again")
            case Meaning.STOP:
                self._put(Settled(at, State.PENDING, reply), said)
                raise _Halt(f"the relay takes nothing: {said}", PERSON)
            case _:
                self.losses += 1
                if trouble.meaning is Meaning.SLOW:
                    self._tell("slower", detail=f"{self.pace.slower():.0f} seconds between messages: {said}")
                soon = pacing.backoff(at.attempts, self.tools.chance(), pacing.CONNECTING)
                self._put(Settled(at, State.PENDING, reply, self._in(soon)), said)
        if len(self.refused) >= self.wishes.refused_in_a_row:
            self._take_back()
            raise _Halt(f"the relay refused {len(self.refused)} messages in a row, the last one at {said}", PERSON)
        if self.losses >= LOSSES:
            raise _Halt(f"the connection broke {self.losses} times in a row, the last time at {said}", AGAIN)

    def _doubt_refusals(self) -> None:
        """Where the relay took nothing of the edition yet and refused several: as above, for lists that are short.

        Raises:
            _Halt: It is not the recipients.
        """
        self._flush()
        if len(self.refused) > 1 and not looking.counts(self.outbox, self.edition).get(State.SENT):
            last = looking.by_number(self.outbox, self.refused[-1].number).reply
            if self._take_back() and last is not None:
                number = len(self.refused)
                raise _Halt(f"the relay refused all {number} messages, the last one with {_words(last)}", PERSON)
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

    # Connections and waits.

    def _ready(self) -> Session:
        """A connection that may take the next message now.

        Raises:
            _Halt: There is none to be had.
        """
        wait = self.pace.due(self._seconds())
        if self.session is not None and (self.session.taken >= self.wishes.per_connection or wait > IDLE):
            self.close()
        if wait > 0 or self.session is None:
            self._flush()  # that may take a while
        if wait > 0:
            self.tools.sleep(wait)
            if self.tools.asked_to_stop():
                raise _Halt(STOPPED, AGAIN)
        if self.session is None:
            self.session = self._opened()
        return self.session

    def _opened(self) -> Session:
        self._flush()  # it may take a while
        attempt = 1
        while True:
            try:
                return self.tools.open()
            except Trouble as trouble:
                said = f"{trouble.step}: {_words(trouble.reply)}"
                if trouble.meaning is Meaning.STOP:
                    raise _Halt(f"the relay lets us send nothing: {said}", PERSON) from trouble
                self._tell("lost", detail=said)
                if attempt >= pacing.CONNECTIONS or self.tools.asked_to_stop():
                    raise _Halt(f"there is no relay: {said}", AGAIN) from trouble
            wait = pacing.backoff(attempt, self.tools.chance(), pacing.CONNECTING, pacing.CONNECTING_LONGEST)
            self.tools.sleep(wait)
            attempt += 1

    def _wait_for_more(self) -> bool:
        """Waits for the next message that is due later; False where none is due soon enough."""
        due = None if self.only else looking.next_due(self.outbox, self.edition)
        if due is None:
            return False
        wait = (due - self.tools.clock()).total_seconds()
        if wait > self.wishes.patience or (self.deadline is not None and due >= self.deadline):
            return False
        if wait > IDLE:
            self.close()
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

    def _let_go(self) -> None:
        """Writes what is to be written; what was claimed ahead waits again, as nobody was at it."""
        entry, self.ahead = self.ahead, None
        if entry is not None:
            self.settled.append(Settled(entry, State.PENDING))
        self._flush()

    def _tell(self, what: str, entry: Entry | None = None, detail: str = "") -> None:
        number, recipient = (entry.number, logs.hashed(self.key, entry.person.id)) if entry else (None, "")
        self.tools.tell(Event(self.tools.clock(), self.edition, what, number, recipient, masked(self.key, detail)))

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


def _words(reply: Reply) -> str:
    return " ".join(filter(None, (str(reply.code) if reply.code else "", reply.status, reply.text)))
