import json
import socket
import threading

from tintype_ray.door import open_door


def come(path):
    run = socket.socket(socket.AF_UNIX)
    run.connect(path)
    return run


def test_one_process_is_behind_a_door(tmp_path):
    path = str(tmp_path / "door.sock")
    door = open_door(path)
    assert open_door(path) is None
    door.close()
    second = open_door(path)
    assert second is not None
    second.close()


def test_a_socket_that_a_killed_process_left_is_in_nobodys_way(tmp_path):
    path = str(tmp_path / "door.sock")
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(path)
    door = open_door(path)
    come(path).close()
    door.close()


def test_all_who_wait_are_told_why_they_cannot_come_in(tmp_path):
    path = str(tmp_path / "door.sock")
    door = open_door(path)
    runs = [come(path), come(path)]
    door.turn_away({"type": "fatal", "message": "no cluster"})
    assert [json.loads(run.makefile().readline())["message"] for run in runs] == ["no cluster"] * 2
    assert open_door(path) is not None


def test_who_comes_late_is_waited_for(tmp_path):
    path = str(tmp_path / "door.sock")
    door = open_door(path)
    thread = threading.Thread(target=door.turn_away, args=[{"type": "fatal"}])
    thread.start()
    assert json.loads(come(path).makefile().readline()) == {"type": "fatal"}
    thread.join()
