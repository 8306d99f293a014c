"""PyTorch training the networks of the review of activations: the peer of activations.ts.

First line in:   {"batch": B, "seconds": s}
First line out:  {"version": ...}
Then each line in names a variant, "<activation> plain" or "<activation> normalised", and the line out is its
pictures/s over about s seconds.
"""
import json
import sys
import time

import torch
from torch import nn

spec = json.loads(sys.stdin.readline())
torch.manual_seed(1)
ACTIVATIONS = {
    "relu": nn.ReLU,
    "leaky-relu": lambda: nn.LeakyReLU(0.01),
    "prelu": lambda: nn.PReLU(1),
    "elu": nn.ELU,
    "rrelu": lambda: nn.RReLU(1 / 8, 1 / 3),  # draws the slope where we draw the divisor: the same work
}


def trainer(name):
    activation, kind = name.split(" ")
    layers = [nn.Flatten()]
    sizes = [784, 1024, 128]
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers.append(nn.Linear(inputs, outputs, bias=kind == "plain"))
        if kind == "normalised":
            layers.append(nn.BatchNorm1d(outputs))
        layers.append(ACTIVATIONS[activation]())
    model = nn.Sequential(*layers, nn.Linear(128, 10))
    pictures = torch.rand(spec["batch"], 1, 28, 28)
    labels = torch.randint(10, (spec["batch"],))
    adam = torch.optim.Adam(model.parameters(), lr=1e-4)

    def step():
        adam.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(model(pictures), labels)
        loss.backward()
        adam.step()
        return loss

    return step


def rate(step):
    step()
    start = time.perf_counter()
    count = 0
    while time.perf_counter() - start < spec["seconds"]:
        step().item()
        count += 1
    return spec["batch"] * count / (time.perf_counter() - start)


steps = {}
print(json.dumps({"version": torch.__version__}), flush=True)
for line in sys.stdin:
    name = json.loads(line)
    if name not in steps:
        steps[name] = trainer(name)
    print(json.dumps(rate(steps[name])), flush=True)
