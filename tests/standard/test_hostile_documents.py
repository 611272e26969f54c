"""Documents that somebody made to do harm, or that are of something else: each gets one line that says what to do."""

import os
import subprocess
import sys
from contextlib import suppress

import pytest

from epcr.standard.document import LIMIT

EMPTY = '<EMSDataSet xmlns="http://www.nemsis.org"/>'
MANY = "".join(f" a{n}=''" for n in range(100))
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE EMSDataSet [<!ENTITY e0 "lol">{ENTITIES}]><EMSDataSet>&e11;</EMSDataSet>',
        '<!DOCTYPE EMSDataSet [<!ENTITY file SYSTEM "file:///etc/passwd">]><EMSDataSet>&file;</EMSDataSet>',
        '<!DOCTYPE EMSDataSet [<!ENTITY % far SYSTEM "http://192.0.2.1/a.dtd"> %far;]><EMSDataSet/>',
        '<!DOCTYPE EMSDataSet SYSTEM "http://192.0.2.1/a.dtd"><EMSDataSet/>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(checked, text, encoding):
    (line,) = checked(text.encode(encoding), 2)
    assert "declares a document type (DOCTYPE)" in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not XML that can be read"),
        ("\n\n<EMSDataSet", "3: the document is not XML that can be read"),
        ("<html/>", '1: the document begins with "html"; give one of NEMSIS v3.5.1, with EMSDataSet, DEMDataSet or StateDataSet'),
        ("<EMSDataSet/>", "is not in the namespace of the standard"),
        (EMPTY.replace("www.nemsis.org", "example.org"), "is not in the namespace of the standard"),
        (EMPTY.replace("/>", f">{'<a>' * 100}"), "nested more than 32 deep"),
        (EMPTY.replace("/>", f"{MANY}/>"), "more than 32 attributes"),
        (
            EMPTY.replace(
                "/>",
                ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.nemsis.org '
                'https://nemsis.org/media/nemsis_v3/3.5.0.230317CP4/XSDs/NEMSIS_XSDs/EMSDataSet_v3.xsd"/>',
            ),
            "says that it is of version 3.5.0; give one of NEMSIS v3.5.1",
        ),
    ],
)  # fmt: skip
def test_what_is_no_document_of_the_standard_gets_one_line(checked, text, said):
    (line,) = checked(text, 2)
    assert said in line


def test_a_document_of_a_gigabyte_is_refused_without_being_read(epcr, shared, tmp_path):
    huge = tmp_path / "huge.xml"
    with huge.open("wb") as file:
        file.truncate(1024**3)
    done = epcr("nemsis", "check", str(huge), "--files", str(shared / "nemsis"))
    assert done.exit_code == 2
    assert "is larger than 64 MB; give fewer reports in one document" in done.stderr


def test_a_document_without_end_is_refused_while_it_comes_through_a_pipe(shared):
    command = [sys.executable, "-c", "from epcr.cli import main; main()", "nemsis", "check", "-"]
    with subprocess.Popen(
        [*command, "--files", str(shared / "nemsis")],
        env=dict(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        sent = 0
        with suppress(BrokenPipeError):
            process.stdin.write(EMPTY.replace("/>", ">").encode())
            while sent < 2 * LIMIT.bytes:
                sent += process.stdin.write(b"<other>word</other>\n" * 50_000)
                process.stdin.flush()
        with suppress(BrokenPipeError):
            process.stdin.close()
        process.stdin = None
        _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert b"is larger than 64 MB" in said
    assert sent <= LIMIT.bytes + 4 * 1024**2
