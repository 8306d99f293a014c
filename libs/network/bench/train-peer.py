"""PyTorch training the article's network or the pretrained one: the peer of train.ts.

First line in:   {"network": "article" | "pretrained", "bins": Q, "batch": B, "patch": side, "target": side,
                  "neighbours": K, "seconds": s, "device": "cpu" | "cuda"}
First line out:  {"version": ..., "device": ...}
Then each line in names a variant, and the line out is its patches/s over about s seconds.
"""
import json
import sys
import time

import torch
from torch import nn

spec = json.loads(sys.stdin.readline())
bins, batch, neighbours = spec["bins"], spec["batch"], spec["neighbours"]
patch, pixels = spec["patch"], batch * spec["target"] ** 2
device = torch.device(spec["device"])
torch.manual_seed(1)


class Pretrained(nn.Module):
    """EfficientNet-Lite0 to stride 16, batch norm folded, under a decoder of 96 channels: pretrained-network.ts."""

    # kernel, stride, expansion, channels out, tap
    BLOCKS = [(3, 1, 1, 16, 0), (3, 2, 6, 24, 0), (3, 1, 6, 24, 1), (5, 2, 6, 40, 0), (5, 1, 6, 40, 1)]
    BLOCKS += [(3, 2, 6, 80, 0), (3, 1, 6, 80, 0), (3, 1, 6, 80, 0)]
    BLOCKS += [(5, 1, 6, 112, 0), (5, 1, 6, 112, 0), (5, 1, 6, 112, 1)]

    def __init__(self, width=96):
        super().__init__()
        self.encoder = nn.ModuleList([nn.Sequential(nn.Conv2d(1, 32, 3, 2, 1), nn.ReLU6(inplace=True))])
        channels, taps = 32, []
        for kernel, stride, expansion, out, tap in self.BLOCKS:
            wide = channels * expansion
            layers = [nn.Conv2d(channels, wide, 1), nn.ReLU6(inplace=True)] if expansion > 1 else []
            layers += [nn.Conv2d(wide, wide, kernel, stride, kernel // 2, groups=wide), nn.ReLU6(inplace=True)]
            self.encoder.append(nn.Sequential(*layers, nn.Conv2d(wide, out, 1)))
            channels = out
            taps += [out] if tap else []
        self.taps = nn.ModuleList([nn.Conv2d(tap, width, 1) for tap in taps])
        spread = lambda: nn.Conv2d(width, width, 3, 1, 1, groups=width)
        self.merges = nn.ModuleList([nn.Sequential(spread(), nn.Conv2d(width, width, 1)) for _ in taps[:-1]])
        self.context = nn.Conv2d(taps[-1], width, 1)
        self.logits = nn.Conv2d(width, bins, 1)

    def forward(self, x):
        x, seen = self.encoder[0](x), []
        for block, (_, stride, _, out, tap) in zip(self.encoder[1:], self.BLOCKS):
            y = block(x)
            x = x + y if stride == 1 and x.shape[1] == out else y
            seen += [x] if tap else []
        top = seen[-1]
        y = torch.relu(self.taps[-1](top) + self.context(top.mean((2, 3), keepdim=True)))
        for at in reversed(range(len(seen) - 1)):
            joined = torch.relu(self.taps[at](seen[at]) + double(y))
            y = torch.relu(self.merges[at](joined))
        return self.logits(y)


def double(x):
    return nn.functional.interpolate(x, scale_factor=2, mode="nearest")


def network():
    if spec["network"] == "pretrained":
        return Pretrained().to(device)
    channels = [1] + [max(1, k * bins // 8) for k in range(1, 8)] + [bins]
    layers = []
    for layer in range(8):
        layers.append(nn.Conv2d(channels[layer], channels[layer + 1], 3))
        if layer < 7:
            layers.append(nn.ReLU(inplace=True))
    return nn.Sequential(*layers).to(device)


def trainer(channels_last, bfloat16, frozen=False):
    model = network()
    if frozen:
        model.encoder.requires_grad_(False)
    lightness = torch.rand(batch, 1, patch, patch, device=device) * 2 - 1
    if channels_last:
        model = model.to(memory_format=torch.channels_last)
        lightness = lightness.to(memory_format=torch.channels_last)
    start = torch.randint(bins - neighbours, (pixels, 1), device=device)
    index = start + torch.arange(neighbours, device=device)
    weight = torch.rand(pixels, neighbours, device=device) + 0.1
    adam = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=1e-3)

    def step():
        adam.zero_grad(set_to_none=True)
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=bfloat16):
            logits = model(lightness)
        rows = logits.permute(0, 2, 3, 1).reshape(-1, bins).float()
        picked = torch.log_softmax(rows, 1).gather(1, index)
        loss = -(picked * weight).sum() / weight.sum()
        loss.backward()
        adam.step()
        return loss

    return step


def rate(step):
    if device.type == "cuda":
        torch.cuda.synchronize()
    start = time.perf_counter()
    count = 0
    while time.perf_counter() - start < spec["seconds"]:
        step().item()
        count += 1
    return batch * count / (time.perf_counter() - start)


steps = {
    "eager": trainer(False, False),
    "channels_last": trainer(True, False),
    "channels_last bfloat16": trainer(True, True),
}
if spec["network"] == "pretrained":
    steps["eager, frozen encoder"] = trainer(False, False, frozen=True)
    steps["channels_last, frozen encoder"] = trainer(True, False, frozen=True)
    steps["channels_last bfloat16, frozen encoder"] = trainer(True, True, frozen=True)
for step in steps.values():
    for _ in range(2 if spec["network"] == "pretrained" else 5):
        step()
name = torch.cuda.get_device_name() if device.type == "cuda" else f"{torch.get_num_threads()} threads"
print(json.dumps({"version": torch.__version__, "device": name}), flush=True)
for line in sys.stdin:
    print(json.dumps(rate(steps[json.loads(line)])), flush=True)
