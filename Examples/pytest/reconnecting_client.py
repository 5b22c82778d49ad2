"""A client that gets every message answered, however often its connection is lost."""

import time
from dataclasses import dataclass, field

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect


@dataclass
class Result:
    answers: list = field(default_factory=list)
    attempts: int = 0
    # The close code of each connection that ended, or the HTTP status of one that never began.
    ends: list = field(default_factory=list)


class GaveUp(Exception):
    pass


def exchange(url, messages, attempts=5, first_wait=0.02):
    """Sends each message when the one before has been answered; says again what was not."""
    result = Result()
    wait = first_wait
    while result.attempts < attempts:
        result.attempts += 1
        try:
            with connect(url) as socket:
                wait = first_wait
                while len(result.answers) < len(messages):
                    socket.send(messages[len(result.answers)])
                    result.answers.append(socket.recv())
            result.ends.append(1000)
            return result
        except InvalidStatus as error:
            result.ends.append(error.response.status_code)
        except ConnectionClosed as error:
            result.ends.append(error.rcvd.code if error.rcvd else 1006)
        time.sleep(wait)
        wait *= 2
    raise GaveUp(f"{result.attempts} connections, {len(result.answers)} of {len(messages)} messages answered")
