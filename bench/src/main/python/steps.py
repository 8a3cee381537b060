"""The training steps of Steps.java in PyTorch: `steps.py THREADS SECONDS`."""
import sys

import torch
from torch import nn
from torch.nn import functional as F

import answers

torch.manual_seed(1)


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x.flatten(1))))))


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.linear = nn.LSTM(256, 256, 2), nn.Linear(256, 65)

    def forward(self, x):
        return self.linear(self.lstm(x)[0]).flatten(0, 1)


class Block(nn.Module):
    def __init__(self, i, o, s):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(i, o, 3, s, 1, bias=False), nn.BatchNorm2d(o)
        self.conv2, self.bn2 = nn.Conv2d(o, o, 3, 1, 1, bias=False), nn.BatchNorm2d(o)
        self.down = nn.Sequential() if i == o else nn.Sequential(nn.Conv2d(i, o, 1, s, bias=False), nn.BatchNorm2d(o))

    def forward(self, x):
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))) + self.down(x))


class ResNet18(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64)
        blocks, i = [], 64
        for o in (64, 128, 256, 512):
            blocks += [Block(i, o, 1 if o == 64 else 2), Block(o, o, 1)]
            i = o
        self.blocks, self.fc = nn.Sequential(*blocks), nn.Linear(512, 10)

    def forward(self, x):
        return self.fc(self.blocks(F.relu(self.bn1(self.conv1(x)))).mean((2, 3)))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        layer = nn.TransformerEncoderLayer(256, 4, 1024, 0.1, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 4)

    def forward(self, x):
        return self.encoder(x).flatten(0, 1)


def step(net, x, classes):
    y = torch.randint(0, classes, (net(x).shape[0],))
    adam = torch.optim.Adam(net.parameters(), 1e-3)

    def once():
        adam.zero_grad()
        F.cross_entropy(net(x), y).backward()
        adam.step()

    return answers.Step(answers.count(net), once)


def steps():
    mlp = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))
    return {
        "LeNet-5, batch 64": step(LeNet(), torch.randn(64, 1, 28, 28), 10),
        "MLP 784-512-512-10, batch 128": step(mlp, torch.randn(128, 784), 10),
        "LSTM 2x256, length 64, batch 32": step(Lstm(), torch.randn(64, 32, 256), 65),
        "ResNet-18 on 32x32, batch 64": step(ResNet18(), torch.randn(64, 3, 32, 32), 10),
        "Transformer encoder d 256 x 4, batch 16": step(Encoder(), torch.randn(16, 64, 256), 256),
    }


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[1]))
    answers.give(steps(), float(sys.argv[2]))
