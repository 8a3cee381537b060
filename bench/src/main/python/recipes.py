"""The training steps of RecipeSteps.java in PyTorch: `recipes.py THREADS SECONDS SETTINGS`, the settings as JSON."""
import json
import math
import sys

import torch
from torch import nn
from torch.nn import functional as F

import answers

CHARACTERS = 65
SENTENCE = 20
PADDED = 16
BITS = 8

torch.manual_seed(1)


def trained(net, optimizer, loss, clip=None, after=lambda: None):
    def once():
        optimizer.zero_grad()
        value = loss()
        value.item()
        value.backward()
        if clip:
            nn.utils.clip_grad_norm_(net.parameters(), clip)
        optimizer.step()
        after()

    return answers.Step(answers.count(net), once)


class DropoutMlp(nn.Module):
    def __init__(self, widths):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(i, o) for i, o in zip(widths, widths[1:]))
        self.input, self.hidden = nn.Dropout(0.2), nn.Dropout(0.5)

    def forward(self, x):
        y = self.input(x.flatten(1))
        for layer in self.layers[:-1]:
            y = self.hidden(F.relu(layer(y)))
        return self.layers[-1](y)

    @torch.no_grad()
    def max_norm(self, radius):
        for layer in self.layers[:-1]:
            norms = layer.weight.norm(dim=1, keepdim=True).clamp_min(radius)
            layer.weight.mul_(radius / norms)


def mlp_dropout(units, hidden, batch, lr, momentum, radius, **_):
    net = DropoutMlp([784] + hidden * [units] + [10])
    x, y = torch.rand(batch, 1, 28, 28), torch.randint(0, 10, (batch,))
    sgd = torch.optim.SGD(net.parameters(), lr, momentum=momentum)
    return trained(net, sgd, lambda: F.cross_entropy(net(x), y), after=lambda: net.max_norm(radius))


class Block(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.BatchNorm2d(o)
        self.conv2, self.bn2 = nn.Conv2d(o, o, 3, 1, 1, bias=False), nn.BatchNorm2d(o)
        self.stride, self.more = stride, o - i

    def shortcut(self, x):
        if self.more == 0:
            return x
        fewer = x[:, :, :: self.stride, :: self.stride]
        return F.pad(fewer, (0, 0, 0, 0, self.more // 2, self.more - self.more // 2))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + self.shortcut(x))


class ResNet(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        blocks, i = [], 16
        for o, stride in ((16, 1), (32, 2), (64, 2)):
            blocks += [Block(i, o, stride)] + [Block(o, o, 1) for _ in range(n - 1)]
            i = o
        self.blocks, self.linear = nn.Sequential(*blocks), nn.Linear(64, 10)

    def forward(self, x):
        return self.linear(self.blocks(F.relu(self.bn1(self.conv1(x)))).mean((2, 3)))


def resnet20(n, batch, lr, decay, **_):
    net = ResNet(n)
    x, y = torch.randn(batch, 3, 32, 32), torch.randint(0, 10, (batch,))
    sgd = torch.optim.SGD(net.parameters(), lr, momentum=0.9, weight_decay=decay)
    return trained(net, sgd, lambda: F.cross_entropy(net(x), y))


class CharLstm(nn.Module):
    def __init__(self, embedding, units, layers, dropout):
        super().__init__()
        self.embedding = nn.Embedding(CHARACTERS, embedding)
        self.lstm = nn.LSTM(embedding, units, layers, batch_first=True, dropout=dropout)
        self.dropout, self.linear = nn.Dropout(dropout), nn.Linear(units, CHARACTERS)

    def forward(self, x):
        return self.linear(self.dropout(self.lstm(self.dropout(self.embedding(x)))[0]))


def char_lstm(embedding, units, layers, dropout, batch, window, lr, **_):
    net = CharLstm(embedding, units, layers, dropout)
    x, y = torch.randint(0, CHARACTERS, (2, batch, window))
    adam = torch.optim.Adam(net.parameters(), lr)
    return trained(net, adam, lambda: F.cross_entropy(net(x).flatten(0, 1), y.flatten()), clip=1)


class Transformer(nn.Module):
    def __init__(self, tokens, layers, dimension, feed_forward, heads, dropout):
        super().__init__()
        shape = dimension, heads, feed_forward, dropout
        self.embedding, self.dropout = nn.Embedding(tokens, dimension), nn.Dropout(dropout)
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(*shape, batch_first=True), layers)
        self.decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(*shape, batch_first=True), layers)
        angles = torch.arange(1024).unsqueeze(1) / 10000 ** (torch.arange(0, dimension, 2) / dimension)
        self.register_buffer("positions", torch.stack((angles.sin(), angles.cos()), 2).flatten(1))
        self.register_buffer("causal", nn.Transformer.generate_square_subsequent_mask(SENTENCE))
        self.scale = math.sqrt(dimension)

    def embedded(self, tokens):
        return self.dropout(self.embedding(tokens) * self.scale + self.positions[: tokens.shape[1]])

    def forward(self, source, target):
        padding = source == 0
        memory = self.encoder(self.embedded(source), src_key_padding_mask=padding)
        y = self.decoder(self.embedded(target), memory, tgt_mask=self.causal, memory_key_padding_mask=padding)
        return y @ self.embedding.weight.t()


def sentences(tokens, batch):
    some = torch.randint(1, tokens, (batch, SENTENCE))
    some[: batch // 2, PADDED:] = 0
    return some


def translate(tokens, layers, dimension, feedForward, heads, dropout, batch, **_):
    net = Transformer(tokens, layers, dimension, feedForward, heads, dropout)
    source, given, target = (sentences(tokens, batch) for _ in range(3))
    adam = torch.optim.Adam(net.parameters(), 1e-4, (0.9, 0.98), 1e-9)

    def loss():
        scores = net(source, given).flatten(0, 1)
        return F.cross_entropy(scores, target.flatten(), ignore_index=0, label_smoothing=0.1)

    return trained(net, adam, loss)


class NeuralTuringMachine(nn.Module):
    def __init__(self, units, rows, width):
        super().__init__()
        self.rows, self.width = rows, width
        self.controller = nn.Linear(BITS + 1 + width, units)
        self.heads = nn.Linear(units, 2 * (width + 6) + 2 * width)
        self.out = nn.Linear(units + width, BITS)
        self.first_read = nn.Parameter(0.1 * torch.randn(width))

    def forward(self, x):
        batch, width = x.shape[1], self.width
        memory = torch.full((batch, self.rows, width), 1e-6)
        weights = F.one_hot(torch.zeros(batch, 2, dtype=torch.long), self.rows).float()
        read, said = self.first_read.expand(batch, width), []
        for now in x:
            h = torch.tanh(self.controller(torch.cat((now, read), 1)))
            emitted = self.heads(h)
            numbers, rest = emitted.split((2 * (width + 6), 2 * width), 1)
            weights = self.look(numbers.unflatten(1, (2, width + 6)), memory, weights)
            erase, add = rest.unsqueeze(1).chunk(2, 2)
            at = weights[:, 1].unsqueeze(2)
            memory = memory - memory * (at @ erase.sigmoid()) + at @ add
            read = (weights[:, :1] @ memory).squeeze(1)
            said.append(self.out(torch.cat((h, read), 1)))
        return torch.stack(said)

    def look(self, numbers, memory, before):
        key, strength, gate, shift, sharpness = numbers.split((self.width, 1, 1, 3, 1), 2)
        content = ((unit(key) @ unit(memory).transpose(1, 2)) * F.softplus(strength)).softmax(2)
        gated = gate.sigmoid() * (content - before) + before
        left, stay, right = shift.softmax(2).split(1, 2)
        shifted = gated.roll(-1, 2) * left + gated * stay + gated.roll(1, 2) * right
        sharp = (shifted + 1e-12) ** (F.softplus(sharpness) + 1)
        return sharp / sharp.sum(2, keepdim=True)


def unit(x):
    return x / (x.norm(dim=2, keepdim=True) + 1e-8)


def ntm_copy(units, rows, width, batch, longest, lr, **_):
    net = NeuralTuringMachine(units, rows, width)
    adam = torch.optim.Adam(net.parameters(), lr)
    sequences = []
    for length in range(1, longest + 1):
        x = torch.zeros(2 * length + 1, batch, BITS + 1)
        y = torch.randint(0, 2, (length, batch, BITS)).float()
        x[:length, :, :BITS], x[length, :, BITS] = y, 1
        sequences.append((x, y))
    turn = 0

    def loss():
        nonlocal turn
        x, y = sequences[turn % longest]
        turn += 1
        return F.binary_cross_entropy_with_logits(net(x)[len(y) + 1 :], y)

    return trained(net, adam, loss, clip=10)


class Vae(nn.Module):
    def __init__(self, hidden, latents):
        super().__init__()
        self.fc1 = nn.Linear(784, hidden)
        self.fc21, self.fc22 = nn.Linear(hidden, latents), nn.Linear(hidden, latents)
        self.fc3, self.fc4 = nn.Linear(latents, hidden), nn.Linear(hidden, 784)

    def elbo(self, x):
        h = torch.tanh(self.fc1(x))
        mean, log_variance = self.fc21(h), self.fc22(h)
        z = mean + (0.5 * log_variance).exp() * torch.randn_like(mean)
        logits = self.fc4(torch.tanh(self.fc3(z)))
        divergence = -0.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum(1)
        return -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1) - divergence


def vae(hidden, latents, batch, lr, **_):
    net = Vae(hidden, latents)
    x = torch.rand(batch, 784)
    adam = torch.optim.Adam(net.parameters(), lr)
    return trained(net, adam, lambda: -net.elbo(x.bernoulli()).mean())


class Generator(nn.Module):
    def __init__(self, noise, maps):
        super().__init__()
        self.project, self.bn1 = nn.Linear(noise, 2 * maps * 49), nn.BatchNorm2d(2 * maps)
        self.conv1, self.bn2 = nn.ConvTranspose2d(2 * maps, maps, 4, 2, 1, bias=False), nn.BatchNorm2d(maps)
        self.conv2 = nn.ConvTranspose2d(maps, 1, 4, 2, 1)

    def forward(self, z):
        h = F.relu(self.bn1(self.project(z).unflatten(1, (-1, 7, 7))))
        return torch.tanh(self.conv2(F.relu(self.bn2(self.conv1(h)))))


class Discriminator(nn.Module):
    def __init__(self, maps):
        super().__init__()
        self.conv1 = nn.Conv2d(1, maps, 4, 2, 1)
        self.conv2, self.bn2 = nn.Conv2d(maps, 2 * maps, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * maps)
        self.out = nn.Linear(2 * maps * 49, 1)

    def forward(self, x):
        h = F.leaky_relu(self.conv1(x), 0.2)
        return self.out(F.leaky_relu(self.bn2(self.conv2(h)), 0.2).flatten(1)).squeeze(1)


def dcgan(noise, maps, batch, lr, **_):
    generator, discriminator = Generator(noise, maps), Discriminator(maps)
    drawing = torch.optim.Adam(generator.parameters(), lr, (0.5, 0.999))
    doubting = torch.optim.Adam(discriminator.parameters(), lr, (0.5, 0.999))
    x = torch.rand(batch, 1, 28, 28)

    def loss(logits, real):
        wanted = torch.ones_like(logits) if real else torch.zeros_like(logits)
        return F.binary_cross_entropy_with_logits(logits, wanted)

    def play(player, value):
        player.zero_grad()
        value.backward()
        player.step()
        value.item()

    def once():
        fakes = generator(torch.randn(batch, noise))
        real = loss(discriminator(x * 2 - 1), True)
        play(doubting, real + loss(discriminator(fakes.detach()), False))
        play(drawing, loss(discriminator(fakes), True))

    return answers.Step(answers.count(generator, discriminator), once)


STEPS = {
    "mlp-dropout": mlp_dropout,
    "resnet20": resnet20,
    "char-lstm": char_lstm,
    "transformer-translate": translate,
    "ntm-copy": ntm_copy,
    "vae": vae,
    "dcgan": dcgan,
}

if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[1]))
    settings = json.loads(sys.argv[3])
    answers.give({name: step(**settings[name]) for name, step in STEPS.items()}, float(sys.argv[2]))
