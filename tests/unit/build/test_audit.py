"""What the tools print about pinned packages: nothing known, something, or that nobody could be asked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from clickcut_build.audit import DANGEROUS, NOT_AUDITED, SAFE, Answer, verdict

ROOT = Path(__file__).parents[3]
FOUND = "Name  Version ID\n----- ------- --------------\nflask 0.5     PYSEC-2019-179\n"
SKIPPED = (
    "Name Skip Reason\n---- ---------------\nours Dependency not found and could not be audited: ours (1)\n"
)
NPM_FOUND = "minimist  <=0.2.3\nSeverity: critical\n\n1 critical severity vulnerability\n"
NPM_FAILED = "npm warn audit 405 Method Not Allowed\nnpm error audit endpoint returned an error\n"


@pytest.mark.parametrize(
    ("code", "output", "errors", "expected"),
    [
        (0, "", "No known vulnerabilities found\n", SAFE),
        (0, SKIPPED, "No known vulnerabilities found\n", NOT_AUDITED),
        (1, FOUND, "Found 1 known vulnerability in 1 package\n", DANGEROUS),
        (1, FOUND + "\n" + SKIPPED, "Found 1 known vulnerability in 1 package\n", DANGEROUS),
        (1, "", "requests.exceptions.ProxyError: unable to connect\n", NOT_AUDITED),
        (0, "found 0 vulnerabilities\n", "", SAFE),
        (1, NPM_FOUND, "", DANGEROUS),
        (1, " \n", NPM_FAILED, NOT_AUDITED),
        (1, "undefined\n", NPM_FAILED, NOT_AUDITED),
    ],
)
def test_what_was_not_looked_up_is_never_taken_for_safe_and_what_is_dangerous_always_told(
    code, output, errors, expected
) -> None:
    assert verdict(Answer([], code, output, errors)) == expected


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--strict"], 1), pytest.param([], 0, marks=pytest.mark.full)]
)
def test_without_a_registry_the_audit_says_that_nothing_was_audited(arguments, code) -> None:
    nowhere = dict.fromkeys(("HTTPS_PROXY", "https_proxy"), "http://127.0.0.1:9")
    environment = {**os.environ, **nowhere, "NO_PROXY": "", "no_proxy": "", "npm_config_fetch_retries": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "clickcut_build.audit", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert done.stdout.count("NOT AUDITED") == 2
