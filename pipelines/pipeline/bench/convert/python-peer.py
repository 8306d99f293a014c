"""python-peer.py <opencv|scikit-image> <folder> <out> <size> [--sync]

Photos of a folder in Lab, float32, as Arrow files of 64 each, by as many processes as there are cores: what one writes
first when one needs this. With --sync each file is synced before it gets its name.
"""

import multiprocessing
import os
import sys

import numpy
import pyarrow

SHARD = 64


def cover(size, height, width):
    """The size of a photo that covers the square, and where the square begins in it."""
    scale = size / min(height, width)
    wide, high = max(size, round(width * scale)), max(size, round(height * scale))
    return (wide, high), (wide - size) // 2, (high - size) // 2


def read_with_opencv(file, size):
    import cv2

    cv2.setNumThreads(1)
    bgr = cv2.imread(file)
    scaled, left, top = cover(size, *bgr.shape[:2])
    if scaled != (bgr.shape[1], bgr.shape[0]):
        bgr = cv2.resize(bgr, scaled, interpolation=cv2.INTER_AREA)
    square = bgr[top : top + size, left : left + size].astype(numpy.float32) / 255
    return cv2.cvtColor(square, cv2.COLOR_BGR2LAB)


def read_with_scikit_image(file, size):
    from skimage import color, io, transform

    rgb = io.imread(file)
    scaled, left, top = cover(size, *rgb.shape[:2])
    if scaled != (rgb.shape[1], rgb.shape[0]):
        rgb = transform.resize(rgb, scaled[::-1], anti_aliasing=True)
    return color.rgb2lab(rgb[top : top + size, left : left + size]).astype(numpy.float32)


READERS = {"opencv": read_with_opencv, "scikit-image": read_with_scikit_image}


def write_shard(task):
    number, files, out, size, reader, sync = task
    lab = numpy.stack([READERS[reader](file, size) for file in files])
    values = pyarrow.FixedSizeListArray.from_arrays(pyarrow.array(lab.reshape(-1)), size * size * 3)
    names = pyarrow.array([os.path.basename(file) for file in files])
    batch = pyarrow.record_batch([names, values], names=["photo", "lab"])
    draft = os.path.join(out, f"{number}.tmp")
    with open(draft, "wb") as sink:
        with pyarrow.ipc.new_file(sink, batch.schema) as writer:
            writer.write_batch(batch)
        if sync:
            sink.flush()
            os.fsync(sink.fileno())
    os.rename(draft, os.path.join(out, f"{number}.arrow"))


def main(reader, folder, out, size, *options):
    os.makedirs(out)
    files = sorted(os.path.join(folder, name) for name in os.listdir(folder))
    sync = "--sync" in options
    tasks = [
        (number, files[start : start + SHARD], out, int(size), reader, sync)
        for number, start in enumerate(range(0, len(files), SHARD))
    ]
    with multiprocessing.Pool(len(os.sched_getaffinity(0))) as pool:
        pool.map(write_shard, tasks, chunksize=1)
    if sync:
        handle = os.open(out, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


if __name__ == "__main__":
    main(*sys.argv[1:])
