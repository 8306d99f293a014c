"""Measures a coloured picture with numpy, scipy and scikit-image, sharing no code with Tintype.

Reads from standard input, as JSON: side; truth and coloured (sRGB bytes); lightness; ab (of the coloured one);
bins, probability and weight of a gamut; logits [n, Q]. Prints the measures as JSON.
"""

import json
import sys

import numpy as np
from scipy.special import log_softmax
from skimage.color import lab2xyz, rgb2lab
from skimage.color.colorconv import rgb_from_xyz
from skimage.metrics import peak_signal_noise_ratio, structural_similarity


def auc(distance, weight):
    """The area under the cumulative error curve over thresholds 0..150, by the trapezium rule in steps of .001."""
    threshold = np.linspace(0, 150, 150_001)
    order = np.argsort(distance)
    below = np.concatenate([[0], np.cumsum(weight[order])]) / weight.sum()
    curve = below[np.searchsorted(distance[order], threshold, side="right")]
    return float(((curve[1:] + curve[:-1]) / 2).sum() * 0.001 / 150)


def hue_agreement(ab, truth):
    """Mean cosine between the vectors (a, b), where the true chroma exceeds 15; 0 for a grey prediction."""
    vivid = np.linalg.norm(truth, axis=1) > 15
    angle = np.arctan2(*ab[vivid].T[::-1]) - np.arctan2(*truth[vivid].T[::-1])
    return float(np.where(np.linalg.norm(ab[vivid], axis=1) > 0, np.cos(angle), 0).mean())


def colourfulness(rgb, absolute):
    r, g, b = np.moveaxis(rgb.astype(float), 2, 0)
    rg, yb = r - g, (r + g) / 2 - b
    if absolute:
        rg, yb = np.abs(rg), np.abs(yb)
    return float(np.hypot(rg.std(), yb.std()) + 0.3 * np.hypot(rg.mean(), yb.mean()))


def out_of_gamut(lab, tolerance=1e-4):
    linear = lab2xyz(lab) @ rgb_from_xyz.T
    return float(((linear < -tolerance) | (linear > 1 + tolerance)).any(axis=-1).mean())


def soft_labels(bins, ab, k=5, sigma=5):
    squared = ((ab[:, None] - bins[None]) ** 2).sum(axis=2)
    farthest = np.sort(squared, axis=1)[:, k - 1 : k]
    label = np.where(squared <= farthest, np.exp(-squared / (2 * sigma**2)), 0)
    return label / label.sum(axis=1, keepdims=True), squared.argmin(axis=1)


def measure(given):
    side = given["side"]
    truth, coloured = (np.array(given[key], np.uint8).reshape(side, side, 3) for key in ("truth", "coloured"))
    lab = rgb2lab(truth)
    ab, true_ab = np.array(given["ab"]).reshape(-1, 2), lab[..., 1:].reshape(-1, 2)
    bins, probability, weight = (np.array(given[key]) for key in ("bins", "probability", "weight"))
    label, nearest = soft_labels(bins.reshape(-1, 2), true_ab)
    distance = np.hypot(*(ab - true_ab).T)
    cross = -(label * log_softmax(np.array(given["logits"]).reshape(len(ab), -1), axis=1)).sum(axis=1)
    entropy = -(label * np.log(np.where(label > 0, label, 1))).sum(axis=1)
    v = weight[nearest]
    return {
        "auc": auc(distance, np.ones(len(ab))),
        "aucBalanced": auc(distance, 1 / probability[nearest]),
        "rmseAb": float(np.sqrt(((ab - true_ab) ** 2).mean())),
        "hue": hue_agreement(ab, true_ab),
        "psnr": float(peak_signal_noise_ratio(truth, coloured)),
        "ssim": float(structural_similarity(truth, coloured, channel_axis=2)),
        "colourfulness": colourfulness(coloured, absolute=False),
        "colourfulnessRatio": colourfulness(coloured, False) / colourfulness(truth, False),
        "colourfulnessAbsolute": colourfulness(coloured, absolute=True),
        "colourfulnessAbsoluteRatio": colourfulness(coloured, True) / colourfulness(truth, True),
        "chromaRatio": float(np.hypot(*ab.T).mean() / np.hypot(*true_ab.T).mean()),
        "outOfGamut": out_of_gamut(np.dstack([lab[..., 0], ab.reshape(side, side, 2)])),
        "crossEntropy": float(cross.mean()),
        "kl": float((cross - entropy).mean()),
        "crossEntropyWeighted": float((v * cross).sum() / v.sum()),
        "klWeighted": float((v * (cross - entropy)).sum() / v.sum()),
    }


print(json.dumps(measure(json.load(sys.stdin))))
