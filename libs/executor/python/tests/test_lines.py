import os
import threading

from tintype_ray.lines import read_lines


def test_lines_come_whole_and_waiting_is_told():
    read_end, write_end = os.pipe()
    lines = read_lines(read_end)
    os.write(write_end, b"one\ntw")
    assert next(lines) == b"one"
    assert next(lines) is None
    os.write(write_end, b"o\nthree")
    assert next(lines) == b"two"
    os.close(write_end)
    assert list(lines) == [b"three"]


def test_a_line_may_be_longer_than_a_pipe_holds():
    read_end, write_end = os.pipe()
    long = b"x" * 1_000_000
    with os.fdopen(write_end, "wb") as out:
        writer = threading.Thread(target=lambda: (out.write(long + b"\n"), out.flush()))
        writer.start()
        assert next(line for line in read_lines(read_end) if line is not None) == long
        writer.join()
