"""A known word is suggested only where it is near."""

from epcr.words.near import near, nearest

RULESETS = ("us-ca", "us-mt", "us-national-2019", "us-vt")


def test_what_shares_a_few_letters_is_not_near():
    assert nearest("us-texas", RULESETS) is None
    assert nearest("us-natonal-2019", RULESETS) == "us-national-2019"
    assert near("age_years", ("agency", "source")) == []
    assert nearest("age_years", ("agency", "source")) is None


def test_what_a_word_begins_is_near():
    assert near("gcs", ("avpu", "gcs_total")) == ["gcs_total"]
    assert nearest("EMT-Basic", ("AEMT", "EMT")) == "EMT"
