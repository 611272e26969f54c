"""What is too large for a form: told so by a page where it is small enough to be read, else by hanging up."""

import http.client
import re

from tests.cli.running import Epcr

MIB = 1024 * 1024


def test_a_request_that_would_fill_the_disk_is_turned_away_before_it_is_read(tmp_path):
    with Epcr(tmp_path / "home").serving() as server:
        port = int(re.search(r":(\d+)/", server.said[0])[1])
        for size, sent in ((200 * MIB, b""), (4 * MIB, b"x" * 4 * MIB)):
            there = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            there.putrequest("POST", "/sign-in")
            there.putheader("Content-Type", "application/x-www-form-urlencoded")
            there.putheader("Content-Length", str(size))
            there.endheaders(sent)
            answer = there.getresponse()
            assert answer.status == 413
            assert (b"Send less than 2 MB." in answer.read()) == bool(sent)
            there.close()
