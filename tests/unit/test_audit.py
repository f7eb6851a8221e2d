"""What the registries answer about pinned packages: nothing known, something, or no answer at all."""

import json

import pytest
from clickcut_build.audit import NotAuditedError, node_advisories, python_advisories

SAFE = {"name": "pillow", "version": "13.0.0", "vulns": []}
DANGEROUS = {"name": "flask", "version": "0.5", "vulns": [{"id": "PYSEC-2019-179", "fix_versions": ["1.0"]}]}
UNKNOWN = {"name": "ours", "skip_reason": "Dependency not found on PyPI and could not be audited: ours (1)"}


def report(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_a_dangerous_package_is_named_whatever_else_is_not_known() -> None:
    assert python_advisories(report(SAFE, DANGEROUS, UNKNOWN)) == ["flask 0.5: PYSEC-2019-179"]
    found = json.dumps({"vulnerabilities": {"minimist": {"severity": "critical", "isDirect": False}}})
    assert node_advisories(found) == ["minimist: critical"]


def test_where_all_were_looked_up_and_nothing_is_known_there_is_nothing_to_say() -> None:
    assert python_advisories(report(SAFE)) == []
    assert node_advisories('{"auditReportVersion": 2, "vulnerabilities": {}}') == []


@pytest.mark.parametrize(
    ("advisories", "answer", "reason"),
    [
        (python_advisories, report(SAFE, UNKNOWN), "1 of 2 packages"),
        (python_advisories, "ERROR: no connection\n", "no connection"),
        (python_advisories, "", "no answer"),
        (node_advisories, '{"message": "405 Method Not Allowed", "statusCode": 405}', "405"),
        (node_advisories, '{"error": {"code": "ENOTFOUND"}}', "ENOTFOUND"),
    ],
)
def test_what_was_not_looked_up_is_never_taken_for_safe(advisories, answer, reason) -> None:
    with pytest.raises(NotAuditedError, match=reason):
        advisories(answer)
