"""The web server of the course's flask-redis scenario: counts visits in Redis and says which container has answered."""

import os
import signal
import socket
import sys

from flask import Flask, Response
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

REDIS_HOST = os.environ.get("REDIS_HOST", "127.0.0.1")
REDIS_PORT = 6379

# Who visits while Redis is down is told so within two seconds: a second to connect, one for the answer, no second try (which
# might also count a visit twice).
redis = Redis(
    host=REDIS_HOST,
    port=REDIS_PORT,
    socket_connect_timeout=1,
    socket_timeout=1,
    retry=Retry(NoBackoff(), 0),
)
app = Flask(__name__)


def text(line, status=200):
    return Response(f"{line}\n", status, mimetype="text/plain")


@app.get("/")
def count():
    return text(f"{redis.incr('hits')}-----{socket.gethostname()}")


@app.errorhandler(RedisError)
def no_redis(error):
    return text(f"cannot count: no usable answer from Redis at {REDIS_HOST}:{REDIS_PORT} ({error})", 503)


if __name__ == "__main__":
    # The first process of a container ignores what it does not handle, and `docker stop` would wait ten seconds.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    app.run(host="0.0.0.0", port=5000, debug=False)
