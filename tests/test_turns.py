"""Whoever waits to write is served in the order of coming."""

import time
from threading import Thread

from epcr.turns import ServedInTurn

SECONDS = 30


def wait_until(true):
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.001)  # lets others go on


def test_those_who_wait_are_served_in_the_order_of_coming():
    turns, served = ServedInTurn(), []

    def ask(number):
        assert turns.take(SECONDS)
        served.append(number)
        turns.give_back()

    assert turns.take(0)
    asking = [Thread(target=ask, args=(number,)) for number in range(12)]
    for number, one in enumerate(asking, 1):
        one.start()
        wait_until(lambda wanted=number: turns.waiting == wanted)
    turns.give_back()
    for one in asking:
        one.join(SECONDS)
    assert served == list(range(12))
    assert turns.take(0)


def test_whoever_waits_too_long_leaves_and_holds_nobody_up():
    turns = ServedInTurn()
    assert turns.take(0)
    assert not turns.take(0.001)
    assert turns.waiting == 0
    turns.give_back()
    assert turns.take(0)
