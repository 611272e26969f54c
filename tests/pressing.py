"""One press of a button, sent several times: one after the other, or all at once as from as many connections."""

from __future__ import annotations

import threading
from collections.abc import Callable

from werkzeug.test import TestResponse

from tests.page import Page

TIMES = 5


def sent_by(page: Page, button: str) -> tuple[str, dict[str, list[str]]]:
    """Address and fields that this button sends, with the page as it is filled in."""
    taken: list[tuple[str, dict[str, list[str]]]] = []

    class Taking:
        """In the place of the browser: keeps the request instead of sending it."""

        application = page.client.application

        def post(self, address: str, **sent: object) -> TestResponse:
            """Keep it, and answer with the page as it stands."""
            taken.append((address, sent["data"].to_dict(flat=False)))
            return page.response

    Page.submit(_with_client(page, Taking()), button)
    return taken[0]


def _with_client(page: Page, client: object) -> Page:
    copy = Page.__new__(Page)
    copy.__dict__ = {**page.__dict__, "client": client}
    return copy


def press_again_and_again(page: Page, button: str, times: int = TIMES) -> list[TestResponse]:
    """The answers to one press, sent one after the other by a browser that waits for no answer: its cookie stays."""
    send = _sending(page, button)
    return [send() for _ in range(times)]


def press_at_once(page: Page, button: str, times: int = TIMES) -> list[TestResponse]:
    """The answers to one press, sent by as many threads that begin at the same moment."""
    send = _sending(page, button)
    together, answers = threading.Barrier(times), []

    def press() -> None:
        together.wait()
        answers.append(send())

    threads = [threading.Thread(target=press) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == times, "a thread ended without an answer"
    return answers


def _sending(page: Page, button: str) -> Callable[[], TestResponse]:
    address, fields = sent_by(page, button)
    app = page.client.application
    cookie = page.client.get_cookie("epcr")

    def send() -> TestResponse:
        client = app.test_client()
        if cookie is not None:
            client.set_cookie("epcr", cookie.value)
        return client.post(address, data=fields)

    return send
