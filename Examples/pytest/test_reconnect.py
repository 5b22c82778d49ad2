import pytest
from reconnecting_client import GaveUp, exchange

MESSAGES = ["one", "two", "three"]


def test_a_connection_lost_in_mid_message_costs_no_message(proxy):
    result = exchange(proxy("lost-in-mid-message.yaml"), MESSAGES)
    assert result.answers == MESSAGES
    assert result.ends == [1006, 1000]


def test_a_server_that_is_overloaded_is_asked_again(proxy):
    result = exchange(proxy("try-again-later.yaml"), MESSAGES)
    assert result.answers == MESSAGES
    assert result.ends == [1013, 1000]


def test_a_server_that_is_starting_is_waited_for(proxy):
    result = exchange(proxy("not-yet.yaml"), MESSAGES)
    assert result.answers == MESSAGES
    assert result.ends == [503, 503, 1000]


def test_a_client_gives_up_some_day(proxy):
    with pytest.raises(GaveUp, match="2 connections, 0 of 3"):
        exchange(proxy("not-yet.yaml"), MESSAGES, attempts=2)
