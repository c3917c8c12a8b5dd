"""What the pages, the units and the lines of cron say about running is what there is to run."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from cronsim import CronSim
from test_docs import _own_commands, examples, parses  # noqa: F401 - the first puts back what the last loosens

from briefgen.delivery import secrets
from briefgen.delivery.scheduling import jobs
from briefgen.delivery.settings import Calendar

DELIVERY = (ROOT / "docs" / "delivery.md").read_text(encoding="utf-8")
CLUSTER: list[dict[str, Any]] = list(
    yaml.safe_load_all((ROOT / "docs" / "kubernetes.yaml").read_text(encoding="utf-8"))
)
CRON_JOBS = {one["metadata"]["name"]: one["spec"] for one in CLUSTER if one["kind"] == "CronJob"}
(WORKFLOW,) = (
    yaml.safe_load(block)
    for block in re.findall(r"^```yaml\n(.*?)^```", DELIVERY, re.DOTALL | re.MULTILINE)
    if "jobs:" in block
)
NAMES = {"relay-password", "unsubscribe-key", "bounces-password", "archive-password"}
"""Of secrets, as the pages have them."""


def commands(text: str) -> list[str]:
    """Commands of a line of a shell."""
    parts = re.split(r";|&&|\|\|", text.partition("#")[0])
    return [part.strip().removeprefix("exec ") for part in parts if "briefgen" in part]


@pytest.mark.parametrize("line", examples(DELIVERY))
def test_the_examples_of_the_page_parse(line: str) -> None:
    parses(line)


@pytest.mark.parametrize(
    "words", [command.words for job in jobs.jobs(Calendar(0, dt.time(8), "UTC")) for command in job.commands]
)
def test_what_units_and_lines_of_cron_call_is_there(words: tuple[str, ...]) -> None:
    parses(shlex.join(("briefgen", *words, "--config", "config/briefgen.yaml")))


def container(spec: dict[str, Any]) -> dict[str, Any]:
    (found,) = spec["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert isinstance(found, dict)
    return found


def called(spec: dict[str, Any]) -> list[str]:
    """The commands of a CronJob, as the image of the Containerfile runs them."""
    one = container(spec)
    if "command" in one:
        assert one["command"] == ["/bin/sh", "-c"]
        (line,) = one["args"]
        return commands(line)
    return [shlex.join(["briefgen", *one["args"]])]


def test_a_cluster_runs_the_commands_of_the_units() -> None:
    said = [" ".join(command.words) for job in jobs.jobs(Calendar(0, dt.time(8), "UTC")) for command in job.commands]
    found = [line.removeprefix("briefgen ") for spec in CRON_JOBS.values() for line in called(spec)]
    assert sorted(found) == sorted(set(said))
    for spec in CRON_JOBS.values():
        for line in called(spec):
            parses(line)


@pytest.mark.parametrize("name", CRON_JOBS)
def test_no_two_jobs_of_a_cluster_run_at_once_and_what_is_kept_is_on_the_volume(name: str) -> None:
    spec = CRON_JOBS[name]
    assert next(CronSim(spec["schedule"], dt.datetime(2026, 11, 29, tzinfo=dt.UTC)))
    assert spec["concurrencyPolicy"] == "Forbid"
    pod = spec["jobTemplate"]["spec"]["template"]["spec"]
    assert pod["restartPolicy"] == "Never"  # 75 is tried again by the next job, not at once
    (volume,) = pod["volumes"]
    claims = [one["metadata"]["name"] for one in CLUSTER if one["kind"] == "PersistentVolumeClaim"]
    assert [volume["persistentVolumeClaim"]["claimName"]] == claims
    (mount,) = container(spec)["volumeMounts"]
    folder = re.search(r"^WORKDIR (\S+)$", (ROOT / "Containerfile").read_text(), re.MULTILINE)
    assert folder is not None
    assert (mount["name"], mount["mountPath"]) == (volume["name"], folder[1])


def test_a_build_server_sends_from_a_disk_of_its_own_one_run_at_a_time() -> None:
    assert WORKFLOW["concurrency"]["cancel-in-progress"] is False
    for schedule in WORKFLOW[True]["schedule"]:  # YAML 1.1 takes the key `on` for a truth
        assert next(CronSim(schedule["cron"], dt.datetime(2026, 11, 29, tzinfo=dt.UTC)))
    (job,) = WORKFLOW["jobs"].values()
    assert "self-hosted" in job["runs-on"]
    for step in job["steps"]:
        (line,) = commands(step["run"])
        parses(line)


@pytest.mark.parametrize("page", ["docs/delivery.md", "docs/kubernetes.yaml", "config/delivery.yaml", "README.md"])
def test_variables_of_secrets_are_those_that_are_read(page: str) -> None:
    """The names of secrets that an example has, and their variables."""
    text = (ROOT / page).read_text(encoding="utf-8")
    known = {secrets.variable(name) for name in NAMES}
    said = set(re.findall(r"BRIEFGEN_[A-Z_]+(?:PASSWORD|KEY)", text))
    assert said <= known
    assert Path(page).name == "README.md" or said
