"""Answers of one sentence, for whoever asks in a way that is not served."""

from typing import TYPE_CHECKING

from flask import Response, jsonify

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

TOO_MUCH = "Too much is asked from here at once; try again soon."


def answer(start_response: "StartResponse", status: str, sentence: str, *headers: tuple[str, str]) -> list[bytes]:
    """Answer with a sentence as plain text, and perhaps more headers; returns the body."""
    body = f"{sentence}\n".encode()
    said = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response(status, [*said, *headers])
    return [body]


def why_not(sentence: str, status: int, **more: object) -> Response:
    """Answer one of our own pages, which asked for JSON, with why it can't be."""
    answer = jsonify(error=sentence, **more)
    answer.status_code = status
    return answer
