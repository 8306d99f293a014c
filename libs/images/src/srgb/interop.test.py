"""Reads TIFFs with tifffile and Pillow and prints, as JSON, the mean CIE L* and Lab of the colours that each shows."""

import io
import json
import sys

import numpy
import tifffile
from PIL import Image, ImageCms
from skimage.color import rgb2lab

SRGB = ImageCms.createProfile("sRGB")
COLOURS = {0: 1, 1: 1, 2: 3}


def pages(listed):
    for page in listed:
        yield page
        yield from pages(page.pages or [])


def units(samples):
    return samples.astype("float64") / (1 if samples.dtype.kind == "f" else numpy.iinfo(samples.dtype).max)


def through(profile, rgb):
    """To sRGB, with 8 bits, as Pillow has no more."""
    levels = numpy.round(numpy.clip(rgb, 0, 1) * 255).astype("uint8")
    image = Image.fromarray(levels[..., 0] if levels.shape[2] == 1 else levels)
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    return numpy.asarray(ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")) / 255


def colours(path):
    with tifffile.TiffFile(path) as tiff:
        page = next(page for page in pages(tiff.pages) if not page.subfiletype & 1)
        samples = units(page.asarray())
        samples = samples[..., None] if samples.ndim == 2 else samples
        samples = samples[..., : COLOURS[page.photometric]]
        samples = 1 - samples if page.photometric == 0 else samples
        profile = page.tags.get("InterColorProfile")
        return samples if profile is None else through(bytes(profile.value), samples)


def report(path):
    rgb = colours(path)
    lab = rgb2lab(numpy.broadcast_to(rgb, (*rgb.shape[:2], 3)))
    return lab.reshape(-1, 3).mean(axis=0).tolist()


print(json.dumps({path: report(path) for path in sys.argv[1:]}))
