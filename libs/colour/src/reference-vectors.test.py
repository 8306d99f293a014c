"""Computes the 313 bins, soft codes and weights from their definitions, sharing no code with libs/colour.

    python reference-vectors.test.py > reference-vectors.test.json && npx prettier --write reference-vectors.test.json

Needs numpy alone.
"""

import json
import sys

import numpy as np


def lab_ab(rgb):
    """ab of sRGB 0..1, [n, 3] -> [n, 2], with scikit-image's constants (D65)."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    matrix = [[0.412453, 0.357580, 0.180423], [0.212671, 0.715160, 0.072169], [0.019334, 0.119193, 0.950227]]
    xyz = linear @ np.array(matrix).T / [0.95047, 1.0, 1.08883]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.stack([500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1)


def hull_bins():
    """The multiples of 10 inside the convex hull of sRGB's ab and a box of +-10: by support functions, not by a hull.

    A point lies in a convex set when in no direction it reaches farther than the set.
    """
    level = np.linspace(0, 1, 52)
    u, v = (grid.ravel() for grid in np.meshgrid(level, level))
    faces = [np.stack(np.roll([np.full_like(u, side), u, v], turn, axis=0), axis=1) for side in (0, 1) for turn in range(3)]
    surface = lab_ab(np.concatenate(faces))
    extremes = surface[np.hypot(*surface.T) > 20]
    angle = np.linspace(0, 2 * np.pi, 3600, endpoint=False)
    direction = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    support = np.array([(extremes @ d).max() for d in direction]) + 10 * np.abs(direction).sum(axis=1)
    a, b = np.meshgrid(np.arange(-110, 111, 10), np.arange(-110, 111, 10), indexing="ij")
    grid = np.stack([a.ravel(), b.ravel()], axis=1)
    return grid[(grid @ direction.T <= support + 1e-9).all(axis=1)].astype(float)


def soft_codes(bins, ab, k, sigma):
    """The k nearest bins of each colour, nearest first, and their Gaussian weights."""
    squared = ((ab[:, None] - bins[None]) ** 2).sum(axis=2)
    index = np.argsort(squared, axis=1, kind="stable")[:, :k]
    weight = np.exp(-np.take_along_axis(squared, index, axis=1) / (2 * sigma**2))
    return index, weight / weight.sum(axis=1, keepdims=True)


def histogram():
    """Cells [a, a + 1) x [b, b + 1) of the ab plane and their counts: an ellipse round (-3, 0)."""
    a, b = np.meshgrid(np.arange(-110, 110), np.arange(-110, 110), indexing="ij")
    count = np.maximum(0, 3600 - (a + 3) ** 2 - 2 * b**2)
    kept = count > 0
    return np.stack([a[kept] + 0.5, b[kept] + 0.5], axis=1), count[kept].astype(float)


def window_bins(ab, window):
    return np.unique((np.floor((ab + 110) / window) + 0.5) * window - 110, axis=0)


def weights(bins, k, share):
    """Rebalancing weights of the histogram: 1 / ((1 - share) p + share / Q), with E[w] = 1."""
    ab, count = histogram()
    index, soft = soft_codes(bins, ab, k, 5)
    p = np.zeros(len(bins))
    np.add.at(p, index, soft * count[:, None])
    p /= p.sum()
    w = 1 / ((1 - share) * p + share / len(bins))
    return {"probability": p.round(9).tolist(), "weight": (w / (p * w).sum()).round(9).tolist()}


def main():
    hull, windows = hull_bins(), window_bins(histogram()[0], 10)
    t = np.arange(40)
    ab = np.stack([90 * np.sin(t * 1.7) * np.cos(t), 85 * np.cos(t * 0.9)], axis=1).round(2)
    index, weight = soft_codes(hull, ab, 5, 5)
    result = {
        "hull": hull.tolist(),
        "windows": windows.tolist(),
        "colours": ab.tolist(),
        "codes": {"index": index.tolist(), "weight": weight.round(9).tolist()},
        "priors": [
            {"gamut": gamut, "neighbours": k, "lambda": share, **weights(bins, k, share)}
            for gamut, bins in (("hull", hull), ("windows", windows))
            for k, share in ((5, 0.5), (5, 0.25), (1, 0.5))
        ],
    }
    json.dump(result, sys.stdout, separators=(",", ":"))


main()
