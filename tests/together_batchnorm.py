"""One step of two layers of batch normalisation, alone or as one of two processes; float64.

Run as `python together_batchnorm.py RANK OUT`, it leaves OUT.RANK.
"""

import sys

import torch

from upconv.apps.batchnorm import BatchNorm2d
from upconv.apps.distributed import Together

PARTS = slice(2), slice(2, 5)  # of 5 images: no half of them


def made():
    torch.manual_seed(0)
    layers = torch.nn.Sequential(
        torch.nn.Conv2d(3, 4, 3, padding=1), BatchNorm2d(4), torch.nn.Sigmoid(), BatchNorm2d(4)
    )
    for layer in layers[1::2]:
        torch.nn.init.normal_(layer.weight)
    return layers.double(), torch.randn(5, 3, 4, 6).double(), torch.randn(5, 4, 4, 6).double()


def step(layers, x, y):
    """Return a loss that is a mean over the images, and its gradients."""
    loss = (layers(x) - y).square().mean()
    loss.backward()
    return [loss.detach(), *(parameter.grad for parameter in layers.parameters())]


def main(rank, out):
    torch.distributed.init_process_group(
        "gloo", init_method=f"file://{out}.store", rank=rank, world_size=2
    )
    layers, x, y = made()
    part = PARTS[rank]
    Together.in_a_step = True
    numbers = step(layers, x[part], y[part])
    for number in numbers:
        number.mul_(len(x[part]) / len(x))
        torch.distributed.all_reduce(number)
    torch.save([*numbers, *layers.buffers()], f"{out}.{rank}")
    Together.in_a_step = False
    if rank == 0:
        layers(x)  # by itself, when the other may be gone


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
