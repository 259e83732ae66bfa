"""What TLS switches on, read by a process of its own as a server would."""

import json
import os
import subprocess
import sys

ASK = """
import json
from holdfast.web import settings as s
print(json.dumps({
    "hsts": s.SECURE_HSTS_SECONDS, "secure": [s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE],
    "names": [s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME],
    "script": [s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY],
    "proxy": s.SECURE_PROXY_SSL_HEADER, "policy": s.CONTENT_SECURITY_POLICY,
}))
"""


def _settings(**environment: str) -> dict[str, object]:
    found = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
        text=True,
    )
    answer: dict[str, object] = json.loads(found.stdout)
    return answer


def test_it_works() -> None:
    found = _settings(HOLDFAST_TLS="yes")

    assert found["hsts"] == 31_536_000
    assert found["secure"] == [True, True]
    assert found["names"] == ["__Host-session", "__Host-csrf"]
    assert found["script"] == [True, True]
    assert found["proxy"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_without_tls_the_proxy_is_not_believed() -> None:
    found = _settings(HOLDFAST_TLS="no")

    assert (found["hsts"], found["proxy"]) == (0, None)


def test_the_policy_names_nobody_else_and_nothing_inline() -> None:
    policy = _settings()["policy"]

    assert isinstance(policy, dict)
    assert set(policy.values()) == {"'none'", "'self'"}
