"""liblo, another's implementation of OSC in C, called by its own names."""

import ctypes
import ctypes.util
import struct
from collections.abc import Sequence
from typing import Any

import pytest

try:
    _lo = ctypes.CDLL(ctypes.util.find_library("lo") or "liblo.so.7")
except OSError:
    pytest.skip("liblo is not installed", allow_module_level=True)

for name in ("lo_message_new", "lo_message_deserialise", "lo_message_serialise", "lo_message_get_argv", "lo_blob_new"):
    getattr(_lo, name).restype = ctypes.c_void_p
_lo.lo_message_get_types.restype = ctypes.c_char_p
for name in ("lo_bundle_new", "lo_bundle_serialise"):
    getattr(_lo, name).restype = ctypes.c_void_p

FORMS = {"i": "=i", "f": "=f", "h": "=q", "d": "=d"}


def matches(pattern: str, text: str) -> bool:
    """Say whether liblo's pattern matches a text."""
    return bool(_lo.lo_pattern_match(text.encode(), pattern.encode()))


def written(address: str, arguments: Sequence[Any]) -> bytes:
    """Return the bytes that liblo sends for a message."""
    message = ctypes.c_void_p(_lo.lo_message_new())
    for argument in arguments:
        if isinstance(argument, bool):
            (_lo.lo_message_add_true if argument else _lo.lo_message_add_false)(message)
        elif isinstance(argument, int):
            _lo.lo_message_add_int32(message, ctypes.c_int32(argument))
        elif isinstance(argument, float):
            _lo.lo_message_add_float(message, ctypes.c_float(argument))
        elif isinstance(argument, str):
            _lo.lo_message_add_string(message, argument.encode())
        else:
            blob = ctypes.c_void_p(_lo.lo_blob_new(ctypes.c_int32(len(argument)), argument))
            _lo.lo_message_add_blob(message, blob)
            _lo.lo_blob_free(blob)
    size = ctypes.c_size_t()
    at = _lo.lo_message_serialise(message, address.encode(), None, ctypes.byref(size))
    data = ctypes.string_at(at, size.value)
    _lo.lo_message_free(message)
    return data


class _TimeTag(ctypes.Structure):
    _fields_ = (("seconds", ctypes.c_uint32), ("fraction", ctypes.c_uint32))


def bundled(elements: Sequence[Any], tag: int) -> bytes:
    """Return the bytes that liblo sends for a bundle with a time tag.

    An element is a message, (address, arguments), or a bundle within it, (elements, tag).
    """
    made = ctypes.c_void_p(_made(elements, tag))
    size = ctypes.c_size_t()
    at = _lo.lo_bundle_serialise(made, None, ctypes.byref(size))
    data = ctypes.string_at(at, size.value)
    _lo.lo_bundle_free_recursive(made)
    return data


def _made(elements: Sequence[Any], tag: int) -> int:
    made: int = _lo.lo_bundle_new(_TimeTag(tag >> 32, tag & 0xFFFFFFFF))
    for what, more in elements:
        if not isinstance(what, str):
            _lo.lo_bundle_add_bundle(ctypes.c_void_p(made), ctypes.c_void_p(_made(what, more)))
            continue
        message = ctypes.c_void_p(_lo.lo_message_new())
        for argument in more:
            _lo.lo_message_add_int32(message, ctypes.c_int32(argument))
        _lo.lo_bundle_add_message(ctypes.c_void_p(made), what.encode(), message)
    return made


def read(data: bytes) -> tuple[str, list[Any]] | None:
    """Return the types of a message and its numbers, texts and truths as liblo reads them, or None if it does not."""
    error = ctypes.c_int()
    # liblo gives the bytes' own place back for texts, and turns numbers round there.
    room = ctypes.create_string_buffer(data, len(data))
    at = _lo.lo_message_deserialise(room, ctypes.c_size_t(len(data)), ctypes.byref(error))
    if not at:
        return None
    message = ctypes.c_void_p(at)
    types = _lo.lo_message_get_types(message).decode()
    count = _lo.lo_message_get_argc(message)
    places = ctypes.cast(_lo.lo_message_get_argv(message), ctypes.POINTER(ctypes.c_void_p))
    values = [_value(types[i], places[i]) for i in range(count)]
    _lo.lo_message_free(message)
    return types, values


def _value(tag: str, at: Any) -> Any:
    match tag:
        case "i" | "f" | "h" | "d":
            return struct.unpack(FORMS[tag], ctypes.string_at(at, struct.calcsize(FORMS[tag])))[0]
        case "s" | "S":
            return ctypes.string_at(at)
        case "b":
            size = struct.unpack("=i", ctypes.string_at(at, 4))[0]
            return ctypes.string_at(at + 4, size)
        case _:
            return tag
