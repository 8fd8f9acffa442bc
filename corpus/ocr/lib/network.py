"""The line reader's network: where are the characters, and what is each?

`Trunk` turns a line (1 x HEIGHT x W) into features (CHANNELS x ROWS x W / STRIDE). `Places` says for each step along the
line whether a character's centre is there, where in the step, and how wide it is. `Classifier` looks at WINDOW steps
around a centre and names the character: it runs once a character, not once a step, which makes thousands of classes
cheap.
"""
import torch
from torch import nn

STRIDE, ROWS, CHANNELS, WINDOW, HIDDEN = 4, 4, 96, 7, 320


def block(inputs, outputs, kernel=3, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Trunk(nn.Module):
    def __init__(self):
        super().__init__()
        self.front = nn.Sequential(block(1, 24, 5, 2), block(24, 24), block(24, 64, 3, 2), block(64, 64), block(64, CHANNELS, 3, (2, 1)))
        self.last = block(CHANNELS, CHANNELS)

    def forward(self, lines):
        x = self.front(lines)
        return x + self.last(x)


class Places(nn.Module):
    """(N, 3, steps): logit of a centre, its offset from the step's middle in steps, log of half its width in steps."""

    def __init__(self):
        super().__init__()
        self.look = nn.Sequential(nn.Conv2d(CHANNELS, 64, (ROWS, 5), 1, (0, 2), bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.Conv2d(64, 3, (1, 3), 1, (0, 1)))
        self.look[-1].bias.data[:] = torch.tensor([-2.5, 0.0, 0.8])

    def forward(self, features):
        return self.look(features)[:, :, 0]


class Classifier(nn.Module):
    """(N, CHANNELS * ROWS * WINDOW) -> (N, classes)."""

    def __init__(self, classes):
        super().__init__()
        self.first = nn.Linear(CHANNELS * ROWS * WINDOW, HIDDEN, bias=False)
        self.norm = nn.BatchNorm1d(HIDDEN)
        self.second = nn.Linear(HIDDEN, classes)

    def forward(self, windows):
        return self.second(torch.relu(self.norm(self.first(windows))))


class Network(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.trunk, self.places, self.classifier = Trunk(), Places(), Classifier(classes)


def windows(features, line, step):
    """The WINDOW steps around `step` of each (line, step): (N, CHANNELS * ROWS * WINDOW)."""
    padded = nn.functional.pad(features, (WINDOW // 2, WINDOW // 2))
    index = step[:, None] + torch.arange(WINDOW)[None, :]
    picked = padded[line[:, None], :, :, index]           # N, WINDOW, CHANNELS, ROWS
    return picked.permute(0, 2, 3, 1).reshape(len(line), -1)


def peaks(logits, least):
    """Steps where a centre is: local maxima of its probability, at least `least`. (line, step) of each."""
    p = torch.sigmoid(logits)
    higher = nn.functional.max_pool1d(p[:, None], 3, 1, 1)[:, 0]
    return torch.nonzero((p >= higher) & (p >= least), as_tuple=True)
