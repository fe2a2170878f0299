"""Points Moto's tests at the sandbox. Calls that Moto would answer itself go there over HTTP, signed by an administrator.

Each test that starts Moto's mock gets an empty sandbox. Each worker has its own file, and writes a line of JSON into it
for each test: the outcome, the number of calls, the refusals, and what the sandbox refused because it does not offer it.
"""

import json
import os
import pathlib
import re
import urllib.request

import botocore.session
import pytest
from moto.core import decorator, models

SERVICES = {"ec2", "eks", "eks-auth", "iam", "kms", "secretsmanager", "ssm", "sts"}
LACKS = re.compile("this sandbox lacks it|in this sandbox, which lacks it")
NOT_OFFERED = re.compile(r"(\S+)( of \w+)? is not offered by the sandbox")


class Sandbox:
    """The sandbox of the current test, and a record of the calls that the test made."""

    def __init__(self):
        self.supplier = os.environ["SANDBOX_SUPPLIER"]
        self.worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.current = None
        self.forget()

    def forget(self):
        self.calls = 0
        self.refused = []
        self.not_offered = []
        self.faults = []

    def renew(self):
        url = f"{self.supplier}/{self.worker}"
        request = urllib.request.Request(url, method="POST", data=b"")
        with urllib.request.urlopen(request, timeout=60) as answer:
            self.current = json.load(answer)

    def count(self, **_):
        self.calls += 1

    def note(self, http_response, parsed, model, **_):
        error = parsed.get("Error")
        if http_response.status_code < 300 or error is None:
            return
        service = model.service_model.service_name
        message = error.get("Message", "")
        call = f"{service} {model.name}"
        self.refused.append(f"{call} {error['Code']}")
        if http_response.status_code >= 500:
            self.faults.append(f"{call}: {message}")
        self.not_offered += not_offered(service, call, message)


def not_offered(service, call, message):
    """Which parts of a call the sandbox lacks: the service, the operation, or members or values of it."""
    if service not in SERVICES:
        return [service]
    if LACKS.search(message):
        return [call]
    return [f"{call} {found[1]}" for found in NOT_OFFERED.finditer(message)]


SANDBOX = Sandbox()


class SandboxMock(models.MockAWS):
    """Takes the place of Moto's mock. It starts a new sandbox, and patches nothing."""

    def reset(self):
        SANDBOX.renew()

    def _enable_patching(self, reset=True):
        if reset or SANDBOX.current is None:
            self.reset()

    def _disable_patching(self, remove_data):
        pass


decorator.MockAWS = SandboxMock
create_client = botocore.session.Session.create_client


def create_sandbox_client(session, service_name, *args, **options):
    """A client of the sandbox. Outside a mock there is no sandbox, and the client calls a closed port in place of AWS."""
    here = SANDBOX.current or {"endpoint": "http://127.0.0.1:9"}
    if options.get("endpoint_url") is None:
        options["endpoint_url"] = here["endpoint"]
    if options.get("aws_access_key_id") is None:
        options["aws_access_key_id"] = here.get("accessKeyId", "none")
        options["aws_secret_access_key"] = here.get("secretAccessKey", "none")
    client = create_client(session, service_name, *args, **options)
    client.meta.events.register_first("before-call", SANDBOX.count)
    client.meta.events.register_first("after-call", SANDBOX.note)
    return client


botocore.session.Session.create_client = create_sandbox_client


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    if call.when == "setup":
        item.outcome, item.error = "passed", ""
    if report.outcome != "passed" and item.outcome != "failed":
        item.outcome = report.outcome
        crash = getattr(report.longrepr, "reprcrash", None)
        item.error = crash.message if crash else str(report.longrepr)
    if call.when == "teardown":
        write(item)
        SANDBOX.forget()


def name_of(path):
    """The path below Moto's tests. For a file of this repository, only the name."""
    tests = pathlib.Path.cwd() / "tests"
    return str(path.relative_to(tests)) if tests in path.parents else path.name


def write(item):
    line = {
        "test": "::".join([name_of(item.path), *item.nodeid.split("::")[1:]]),
        "outcome": item.outcome,
        "error": item.error[:2000],
        "calls": SANDBOX.calls,
        "refused": SANDBOX.refused,
        "notOffered": SANDBOX.not_offered,
        "faults": SANDBOX.faults,
    }
    path = os.path.join(os.environ["SANDBOX_OUTCOMES"], f"{SANDBOX.worker}.jsonl")
    with open(path, "a", encoding="utf8") as file:
        file.write(json.dumps(line) + "\n")
