"""What the shapes of delivery.yaml cannot say: how its values must fit each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.config.delivery.people import Known, Members, wish, wish_problems
from briefgen.config.meaning import at, entries, is_file, resolved, text
from briefgen.config.nodes import Scalar
from briefgen.config.problems import Problem
from briefgen.delivery.settings import Release
from briefgen.delivery.values import Policy, Security

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from briefgen.config.nodes import Node


def delivery_problems(root: Node | None, project: Path, known: Known) -> Iterator[Problem]:
    """Everything in the file that contradicts itself, briefgen.yaml or the disk; its people apart."""
    for name in ("relay", "archive"):
        yield from _login(name, at(root, name), project)
    policy = at(root, "on_ambiguous")
    if policy is not None and text(policy) == Policy.RECONCILE and at(root, "archive") is None:
        yield Problem(policy.line, "there is no archive to look in", "Set `archive`, or write `on_ambiguous: hold`.")
    released: dict[str, str] = {}
    for key, one in entries(at(root, "lists")):
        yield from wish_problems(one, known)
        said = at(one, "release")
        here = text(said, Release.BY_HAND)
        for before, other in released.items():
            if other != here:
                line = said.line if said is not None else key.line
                message = f"the list {key.text} is released {here}, and {before} {other}"
                yield Problem(line, message, "An edition is released once, for all lists: say the same in each.")
                break
        released[key.text] = here


def _login(name: str, login: Node | None, project: Path) -> Iterator[Problem]:
    user, secret = at(login, "user"), at(login, "secret")
    if secret is not None and not text(user):
        yield Problem(secret.line, f"{name} has a secret and no user", "Write who logs in as `user`.")
    if user is not None and text(user):
        if secret is None:
            hint = f"Write `secret: {name}-password`; the password itself stands in no setting."
            yield Problem(user.line, f"{name} has a user and no secret", hint)
        if text(at(login, "security")) == Security.NONE:
            hint = "Take starttls or tls, or leave out the user."
            yield Problem(user.line, f"the password of {name} would go out in the open", hint)
    certificates = at(login, "certificates")
    if isinstance(certificates, Scalar) and not is_file(path := resolved(project, certificates.text)):
        yield Problem(certificates.line, f'there is no file "{certificates.text}"', f"Looked for {path.as_posix()}.")


def links_problems(root: Node | None, lists: Mapping[str, Members]) -> Iterator[Problem]:
    """Formats that would be links, and lead nowhere."""
    if at(root, "links") is not None:
        return
    for key, one in entries(at(root, "lists")):
        usual = wish(one)
        for member in lists[key.text].people:
            own = member.wish
            attach = own.attach if own.attach is not None else usual.attach or ()
            linked = [
                name for name in (own.formats if own.formats is not None else usual.formats) or () if name not in attach
            ]
            if linked:
                hint = f"Set `links`, or write `attach: [{', '.join(linked)}]`."
                yield Problem(key.line, f"{key.text}: links to {', '.join(linked)} lead nowhere", hint)
                break


def language_problems(
    lists: Mapping[str, tuple[Members, tuple[tuple[str, str], ...]]],
) -> Iterator[tuple[Path, Problem]]:
    """People who would get one brief in two languages.

    Args:
        lists: By id: the people, and of each who it is and which language the list gives.
    """
    seen: dict[str, tuple[str, str]] = {}
    for name, (members, languages) in lists.items():
        for member, (who, language) in zip(members.people, languages, strict=True):
            before = seen.setdefault(who, (name, language))
            if before[1] != language:
                message = f"{member.address} gets {language} here, and {before[1]} on the list {before[0]}"
                hint = "People on two lists get one brief: say the same language in both."
                yield members.path, Problem(member.line, message, hint)
