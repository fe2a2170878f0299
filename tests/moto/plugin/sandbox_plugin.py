"""Points Moto's tests at the sandbox: a call that Moto would answer itself goes there over HTTP, signed by an administrator.

Each test that starts Moto's mock gets a sandbox with nothing in it. What came of a test is a line of JSON in a file of
the worker's own: its outcome, how many calls it made, what was refused, and what of that the sandbox does not offer.
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
    """The sandbox of the test that runs, and what was asked of it."""

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
    """What of a call the sandbox lacks: the service, the operation, or a member or value of it."""
    if service not in SERVICES:
        return [service]
    if LACKS.search(message):
        return [call]
    return [f"{call} {found[1]}" for found in NOT_OFFERED.finditer(message)]


SANDBOX = Sandbox()


class SandboxMock(models.MockAWS):
    """Moto's mock, without Moto behind it."""

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
    """A client of the sandbox. One outside a mock, which AWS would have to answer, has nobody to call."""
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
    """Below Moto's tests, or the name alone of a file of ours."""
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
