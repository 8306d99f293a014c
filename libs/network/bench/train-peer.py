"""PyTorch training the article's network: the peer of train.ts.

First line in:   {"bins": Q, "batch": B, "neighbours": K, "seconds": s, "device": "cpu" | "cuda"}
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
device = torch.device(spec["device"])
torch.manual_seed(1)


def network():
    channels = [1] + [max(1, k * bins // 8) for k in range(1, 8)] + [bins]
    layers = []
    for layer in range(8):
        layers.append(nn.Conv2d(channels[layer], channels[layer + 1], 3))
        if layer < 7:
            layers.append(nn.ReLU(inplace=True))
    return nn.Sequential(*layers).to(device)


def trainer(channels_last, bfloat16):
    model = network()
    lightness = torch.rand(batch, 1, 32, 32, device=device) * 2 - 1
    if channels_last:
        model = model.to(memory_format=torch.channels_last)
        lightness = lightness.to(memory_format=torch.channels_last)
    start = torch.randint(bins - neighbours, (batch * 256, 1), device=device)
    index = start + torch.arange(neighbours, device=device)
    weight = torch.rand(batch * 256, neighbours, device=device) + 0.1
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)

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
for step in steps.values():
    for _ in range(5):
        step()
name = torch.cuda.get_device_name() if device.type == "cuda" else f"{torch.get_num_threads()} threads"
print(json.dumps({"version": torch.__version__, "device": name}), flush=True)
for line in sys.stdin:
    print(json.dumps(rate(steps[json.loads(line)])), flush=True)
