"""A setting that means nothing is named, and nothing weaker than what was meant is taken for it."""

import pytest

from tests.cli.running import refused

GOOD = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize("secret", ["x", "changeme", "a" * 64, "secret" * 8, "password" * 4 + " ", GOOD[:31]])
def test_a_secret_that_can_be_guessed_is_refused_and_not_shown(epcr, secret):
    sentence = refused(epcr("db", "upgrade", SECRET_KEY=secret))
    assert sentence.startswith("SECRET_KEY must be at least 32 characters that nobody can guess")
    assert secret.strip() not in sentence or len(secret) < 2


@pytest.mark.parametrize("secret", [GOOD, "", "   ", f" {GOOD}\n"])
def test_a_secret_of_ones_own_and_none_at_all_are_taken(epcr, secret):
    assert epcr("db", "upgrade", SECRET_KEY=secret).exit_code == 0
    assert (epcr.home / "secret").exists() is (not secret.strip())


@pytest.mark.parametrize("kept", ["", "\n", "x", "\u00e9" * 40, "0" * 64])
def test_a_file_that_holds_no_secret_is_named(epcr, kept):
    epcr.home.mkdir()
    (epcr.home / "secret").write_text(kept, "utf-8")
    sentence = refused(epcr("db", "upgrade"))
    assert sentence.startswith(f"{epcr.home / 'secret'} holds no secret")
    assert "delete it and start again" in sentence


def test_a_kept_secret_with_a_line_end_is_the_same_secret(epcr):
    epcr.home.mkdir()
    (epcr.home / "secret").write_text(f"{GOOD}\n", "ascii")
    assert epcr("db", "upgrade").exit_code == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SECURE_COOKIES", "maybe"),
        ("SECURE_COOKIES", "ja"),
        ("SIGN_IN_FAILURES", "0 per hour"),
        ("JOINS_PER_ADDRESS", "often"),
        ("TRUSTED_PROXIES", "the proxy"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
    ],
)
def test_a_setting_that_would_be_taken_for_something_else_is_named(epcr, name, words):
    assert refused(epcr("db", "upgrade", **{name: words})).startswith(f"{name} ")
