"""Documents that somebody made to do harm, or that are none: each gets one line, and nothing is written."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epcr.permissions import NotCarried, read_lists, reading
from epcr.permissions.gathering import MOST_CODES
from epcr.permissions.reading import LIMIT
from tests.luck import examples
from tests.permissions.writing import BURN_CARE, EMT, OXYGEN, agency_document, state_document

LIST = state_document({EMT: [BURN_CARE]}, {EMT: [OXYGEN]})
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<!DOCTYPE StateDataSet [<!ENTITY e0 "lol">{ENTITIES}]>'


@pytest.fixture
def refused(epcr, document):
    """Import a document that must be refused; the one line that was said."""

    def run(text, *words):
        done = epcr("scope", "import", document(text), *words)
        assert done.exit_code == 1
        assert done.stdout == ""
        (line,) = done.stderr.splitlines()
        assert line.startswith("Error: ")
        assert line.endswith("; nothing was changed")
        assert not epcr.home.exists()
        return line

    return run


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("declared", "used"),
    [
        (BOMB, "&e11;"),
        ('<!DOCTYPE StateDataSet [<!ENTITY file SYSTEM "file:///etc/passwd">]>', "&file;"),
        ('<!DOCTYPE StateDataSet [<!ENTITY % far SYSTEM "http://192.0.2.1/a.dtd"> %far;]>', "09"),
        ('<!DOCTYPE StateDataSet SYSTEM "http://192.0.2.1/a.dtd">', "09"),
        ("<!DOCTYPE StateDataSet>", "09"),
    ],
)
def test_every_document_type_is_refused_before_anything_in_it_is_read(
    refused, monkeypatch, declared, used, encoding
):
    read = []
    for part in ("start", "data", "end"):
        monkeypatch.setattr(reading._Stream, part, lambda _stream, *told: read.append(told))
    text = declared + state_document({EMT: [BURN_CARE]}, state=used)
    assert "declares a document type (DOCTYPE)" in refused(text.encode(encoding))
    assert read == []  # no element and no letter, so that no entity was put in for another either


def test_a_document_of_200_mb_is_refused_without_being_read(epcr, tmp_path):
    huge = tmp_path / "huge.xml"
    with huge.open("wb") as file:
        file.truncate(200 * 1024**2)
    done = epcr("scope", "import", str(huge))
    assert done.exit_code == 1
    assert "is larger than 32 MB; import the permission lists alone" in done.stderr


def test_a_document_without_end_is_refused_also_when_it_comes_through_a_pipe(tmp_path):
    """As a person pipes it: the reading stops at the limit, whatever else would come."""
    beginning = LIST.partition("<sConfiguration>")[0] + "<sConfiguration>"
    with subprocess.Popen(
        [sys.executable, "-c", "from epcr.cli import main; main()", "scope", "import", "-"],
        env=os.environ | {"EPCR_HOME": str(tmp_path / "home")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        sent = 0
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(beginning.encode())
            while sent < 200 * 1024**2:
                sent += process.stdin.write(b"<other>word</other>\n" * 50_000)
                process.stdin.flush()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        process.stdin = None
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"is larger than 32 MB" in said
    assert sent <= LIMIT.bytes + 4 * 1024**2
    assert not (tmp_path / "home").exists()


def test_a_named_pipe_is_read_as_far_as_a_file_would_be(epcr, tmp_path):
    pipe = tmp_path / "list.xml"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(LIST))
    writer.start()
    done = epcr("scope", "import", str(pipe))
    writer.join()
    assert done.exit_code == 0


@pytest.mark.parametrize("depth", [40, 100_000])
def test_deep_nesting_is_refused(refused, depth):
    assert "nested more than 32 deep" in refused(LIST.replace("<sState>", "<a>" * depth + "<sState>"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not XML that can be read"),
        ("level,code\nEMT,133901003\n", "not XML that can be read"),
        (b"\x00\x01\x02\xff", "not XML that can be read"),
        (LIST[:-20], "not XML that can be read"),
        (LIST.replace("09</", "09&nbsp;</"), "not XML that can be read"),
        ("<?xml version='1.0' encoding='none'?>" + LIST, "not XML that can be read"),
        ("<html></html>", 'the document begins with "html"; give one of NEMSIS v3.5.1, with StateDataSet or DEMDataSet'),
        (LIST.replace("StateDataSet", "EMSDataSet"), 'begins with "EMSDataSet"; give one of NEMSIS'),
        (LIST.replace('xmlns="http://www.nemsis.org"', ""), "not in the namespace of the standard"),
        (LIST.replace("www.nemsis.org", "example.org"), "not in the namespace of the standard"),
        (LIST.replace("9917005", "9917999"), 'the level code "9917999" is unknown'),
        (LIST.replace("9917005", "9925005"), 'the level code "9925005" is unknown'),
        (state_document({}), "has no permission lists; it must have sConfiguration.02 to .05"),
        (agency_document({}), "has no permission lists; it must have dConfiguration.06 to .09"),
        (LIST.replace(BURN_CARE, "133 901 003"), '"133 901 003" is no code of SNOMED CT'),
        (LIST.replace(BURN_CARE, '"; drop table'), "is no code of SNOMED CT; write its digits alone"),
        (LIST.replace(BURN_CARE, "١٣٣٩٠١٠٠٣"), "is no code of SNOMED CT"),
        (LIST.replace(BURN_CARE, "../../etc/passwd"), "is no code of SNOMED CT"),
        (LIST.replace(BURN_CARE, "9" * 40), "is no code of SNOMED CT"),
        (LIST.replace(BURN_CARE, "9" * 501), "sConfiguration.03 holds more than 500 characters"),
        (LIST.replace(OXYGEN, "oxygen"), '"oxygen" is no code of RxNorm'),
        (LIST.replace(f">{OXYGEN}", ' CodeType="1">7806'), 'with the CodeType "1" is no code'),
        (LIST.replace(f">{BURN_CARE}<", "><"), "sConfiguration.03 is empty; write a code, or mark it"),
        (LIST.replace("09</", "99</"), 'sState.01: "99" is no state'),
        (LIST.replace("<sState.01>09</sState.01>", ""), "sState.01 is missing"),
        (LIST.replace('effectiveDate="2024', 'effectiveDate="yesterday'), "is no date and time; write it like"),
        (LIST.replace('timestamp="2024-09', 'timestamp="2024-19'), "is no date and time; write it like"),
        (LIST.replace("ProcedureGroup", "OtherGroup"), "sConfiguration.02 stands outside of its group"),
        (
            LIST.replace(f"<sConfiguration.03>{BURN_CARE}", "<sConfiguration.02>9917001</sConfiguration.02><sConfiguration.03>1"),
            "sConfiguration.02 stands twice in one group",
        ),
        (LIST.replace(".05>", ".03>").replace(OXYGEN, BURN_CARE), "sConfiguration.03 stands in the other group"),
        (agency_document({EMT: [BURN_CARE]}, number="–"), "choose the ruleset's id by --id"),
    ],
)  # fmt: skip
def test_what_is_no_permission_list_is_refused_in_one_line(refused, text, said):
    assert said in refused(text)


def test_more_codes_than_any_state_has_are_refused():
    codes = [str(100_000 + number) for number in range(MOST_CODES + 1)]
    with pytest.raises(NotCarried, match="more than 50000 codes"):
        read_lists(io.BytesIO(state_document({EMT: codes}).encode()))


@pytest.mark.parametrize("name", ["not-there.xml", ".", "x" * 300])
def test_a_file_that_cannot_be_opened_is_named_in_one_line(epcr, name):
    done = epcr("scope", "import", name)
    assert done.exit_code in {1, 2}
    assert "Traceback" not in done.stderr
    assert not epcr.home.exists()


def test_markup_beside_the_lists_is_passed_over(epcr, document):
    """Comments, instructions, other elements and elements of other namespaces say nothing about who may do what."""
    text = LIST.replace(
        "<sConfiguration>",
        '<?run me?><!-- 9917007 --><x xmlns="other:"><sConfiguration.02>1</sConfiguration.02></x><sElement/>'
        "<sConfiguration>",
    ).replace(BURN_CARE, f"<!-- x --> <![CDATA[{BURN_CARE}]]>\n")
    assert epcr("scope", "import", document(text)).exit_code == 0


SMALL = LIST.encode()
PIECES = [
    b"<",
    b">",
    b"&",
    b"\x00",
    b"\xff",
    b"</",
    b"<!DOCTYPE a [",
    b"&#x0;",
    b"9917005",
    b"<![CDATA[",
    "é".encode(),
]


@examples(200, settings(suppress_health_check=[HealthCheck.too_slow]))
@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, len(SMALL)),
            st.integers(0, 12),
            st.one_of(st.binary(max_size=6), st.sampled_from(PIECES)),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_change_of_bytes_makes_more_than_a_refusal(edits):
    """Whatever the bytes are, they are lists or a sentence; no other exception."""
    changed = SMALL
    for place, cut, put in edits:
        changed = changed[:place] + put + changed[place + cut :]
    said = ""
    try:
        said = str(read_lists(io.BytesIO(changed)))
    except NotCarried as refusal:
        said = str(refusal)
    assert said
    assert "\n" not in said


@examples(100)
@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_more_than_a_refusal(content):
    with pytest.raises(NotCarried):
        read_lists(io.BytesIO(content))
