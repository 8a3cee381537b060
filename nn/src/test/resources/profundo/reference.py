"""Makes reference.safetensors: what PyTorch's own layers and optimizers give for fixed inputs.

Run with Debian's python3-torch (1.13): /usr/bin/python3 reference.py
Every layer case has NAME.x (and .x1, .x2...), NAME.param.*, NAME.y; optimizer cases OPT.grads, OPT.path.
"""
import torch
from torch import nn
from vectors import write

torch.manual_seed(1)
out = {}


def put(name, tensor):
    out[name] = tensor.detach().clone().contiguous()


def layer(name, module, *inputs, index=None, **kwargs):
    for key, value in module.state_dict().items():
        put(f"{name}.param.{key}", value)
    for i, x in enumerate(inputs):
        put(f"{name}.x" + ("" if i == 0 else str(i)), x)
    y = module(*inputs, **kwargs)
    for i, part in enumerate(flat(y)):
        put(f"{name}.y" + ("" if i == 0 else str(i)), part)
    for key, value in module.state_dict().items():
        put(f"{name}.after.{key}", value)


def packed(name, module, x, lengths):
    """A recurrent layer around pack_padded_sequence and pad_packed_sequence."""
    for key, value in module.state_dict().items():
        put(f"{name}.param.{key}", value)
    put(f"{name}.x", x)
    first = module.batch_first
    y, last = module(nn.utils.rnn.pack_padded_sequence(x, lengths, first, enforce_sorted=False))
    y, _ = nn.utils.rnn.pad_packed_sequence(y, first)
    for i, part in enumerate([y] + flat(last)):
        put(f"{name}.y" + ("" if i == 0 else str(i)), part)


def flat(y):
    if isinstance(y, torch.Tensor):
        return [y]
    return [t for part in y if part is not None for t in flat(part)]


def r(*shape):
    return torch.randn(*shape)


layer("linear", nn.Linear(5, 3), r(4, 5))
layer("conv1d", nn.Conv1d(4, 6, 3, stride=2, padding=1, groups=2), r(2, 4, 9))
layer("conv2d", nn.Conv2d(4, 6, (3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2)), r(2, 4, 9, 8))
layer("convTranspose2d", nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2), r(2, 4, 5, 5))
layer("maxPool2d", nn.MaxPool2d(3, 2, 1), r(2, 3, 7, 7))
layer("avgPool2d", nn.AvgPool2d(3, 2, 1), r(2, 3, 7, 7))
layer("adaptiveAvgPool2d", nn.AdaptiveAvgPool2d((2, 3)), r(2, 3, 7, 7))
layer("upsampleNearest", nn.Upsample(scale_factor=2), r(2, 3, 4, 4))
layer("upsampleBilinear", nn.Upsample(scale_factor=2, mode="bilinear"), r(2, 3, 4, 4))
for name, dims in (("batchNorm1d", (6, 4)), ("batchNorm2d", (3, 4, 5, 5))):
    module = nn.BatchNorm1d(4) if len(dims) == 2 else nn.BatchNorm2d(4)
    nn.init.normal_(module.weight)
    nn.init.normal_(module.bias)
    layer(name, module, r(*dims))
    layer(name + "Eval", module.eval(), r(*dims))
for name, module, x in (
    ("layerNorm", nn.LayerNorm([4, 5]), r(3, 4, 5)),
    ("groupNorm", nn.GroupNorm(2, 6), r(3, 6, 4)),
):
    nn.init.normal_(module.weight)
    nn.init.normal_(module.bias)
    layer(name, module, x)
layer("embedding", nn.Embedding(7, 4, padding_idx=2), torch.tensor([[1, 2, 6], [0, 0, 2]]))
layer("lstm", nn.LSTM(3, 4, num_layers=2, batch_first=True, bidirectional=True), r(2, 5, 3))
layer("lstmPlain", nn.LSTM(3, 4, bias=False), r(5, 2, 3))
layer("gru", nn.GRU(3, 4, num_layers=2, batch_first=True), r(2, 5, 3))
layer("rnn", nn.RNN(3, 4, batch_first=True), r(2, 5, 3))
layer("lstmCell", nn.LSTMCell(3, 4), r(2, 3))

attention = nn.MultiheadAttention(8, 2, batch_first=True)
nn.init.normal_(attention.in_proj_bias)
nn.init.normal_(attention.out_proj.bias)
q, kv = r(2, 3, 8), r(2, 5, 8)
layer("attention", attention, q, kv, kv)
padding = torch.tensor([[False] * 5, [False, False, False, True, True]])
put("attention.padding", padding)
y, w = attention(q, kv, kv, key_padding_mask=padding, average_attn_weights=False)
put("attention.paddedY", y)
put("attention.paddedWeights", w)
y, _ = attention(kv, kv, kv, attn_mask=torch.triu(torch.ones(5, 5, dtype=torch.bool), 1))
put("attention.causalY", y)

for norm_first in (False, True):
    suffix = "Pre" if norm_first else "Post"
    enc = nn.TransformerEncoder(
        nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True, norm_first=norm_first), 2, nn.LayerNorm(8))
    dec = nn.TransformerDecoder(
        nn.TransformerDecoderLayer(8, 2, 16, dropout=0.0, batch_first=True, norm_first=norm_first, activation="gelu"), 2)
    layer("encoder" + suffix, enc, r(2, 5, 8))
    layer("decoder" + suffix, dec, r(2, 4, 8), r(2, 5, 8))

torch.manual_seed(7)
seeded = nn.Sequential(nn.Linear(5, 3), nn.Conv2d(2, 3, 3))
for key, value in seeded.state_dict().items():
    put("seeded." + key, value)

optimizers = {
    "sgd": lambda p: torch.optim.SGD(p, 0.1),
    "sgdMomentum": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, dampening=0.1, weight_decay=0.01),
    "sgdNesterov": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, 0.1, weight_decay=0.01),
    "amsgrad": lambda p: torch.optim.Adam(p, 0.1, betas=(0.8, 0.9), amsgrad=True),
    "adamW": lambda p: torch.optim.AdamW(p, 0.1),
    "adagrad": lambda p: torch.optim.Adagrad(p, 0.1, lr_decay=0.1, weight_decay=0.01),
    "rmsProp": lambda p: torch.optim.RMSprop(p, 0.1, weight_decay=0.01),
    "rmsPropCentered": lambda p: torch.optim.RMSprop(p, 0.1, alpha=0.9, momentum=0.9, centered=True),
    "adadelta": lambda p: torch.optim.Adadelta(p, 0.5, weight_decay=0.01),
}
start = torch.randn(6, dtype=torch.float64)
put("optim.start", start)
put("optim.grads", torch.randn(10, 6, dtype=torch.float64))
for name, make in optimizers.items():
    p = nn.Parameter(start.clone())
    optimizer = make([p])
    path = []
    for g in out["optim.grads"]:
        p.grad = g.clone()
        optimizer.step()
        path.append(p.detach().clone())
    put(f"optim.{name}", torch.stack(path))

packed("lstmPacked", nn.LSTM(3, 4, num_layers=2, batch_first=True, bidirectional=True), r(3, 5, 3), [3, 5, 1])
packed("gruPacked", nn.GRU(3, 4, num_layers=2, bidirectional=True), r(5, 3, 3), [3, 5, 1])
packed("rnnPacked", nn.RNN(3, 4, batch_first=True, bidirectional=True, bias=False), r(3, 5, 3), [3, 5, 1])

write("reference.safetensors", out)
