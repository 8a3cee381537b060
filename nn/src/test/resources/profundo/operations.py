"""Makes operations.safetensors: what PyTorch gives for each operation of a tensor, in double precision.

Run with Debian's python3-torch (1.13): /usr/bin/python3 operations.py
The file has in.NAME, the inputs, and out.CASE (and .1, .2 for further results) for each case below; the
cases have the names of those in OperationsTest. What 1.13 lacks is written as its formula.
"""
import math
import torch
import torch.nn.functional as F
from vectors import write

torch.manual_seed(2)
torch.set_default_dtype(torch.float64)
r = torch.randn
I = {
    "x": r(3, 4), "y": r(3, 4), "u": torch.rand(3, 4) * 1.6 - 0.8, "p": torch.rand(3, 4) + 0.5,
    "v": r(4), "w": r(4, 5), "m": r(3, 3), "a": r(2, 3, 4), "b": r(2, 4, 3), "c": r(2, 3, 3),
    "signal": r(2, 4, 9), "kernel1": r(6, 2, 3), "bias": r(6),
    "picture": r(2, 4, 6, 6), "kernel2": r(6, 2, 3, 2), "kernelT": r(4, 3, 3, 3), "volume": r(1, 2, 4, 4, 3),
    "kernel3": r(3, 2, 2, 2, 2), "gamma": r(4), "beta": r(4), "mean": r(4), "var": torch.rand(4) + 0.5,
    "theta": r(2, 2, 3) * 0.4, "wave": r(2, 40), "q": r(2, 2, 3, 4), "k": r(2, 2, 5, 4), "val": r(2, 2, 5, 3),
    "table": r(5, 3), "seq": r(4, 2, 3), "h": r(1, 2, 2), "cell": r(1, 2, 2),
    "wih4": r(8, 3), "whh4": r(8, 2), "bih4": r(8), "bhh4": r(8),
    "wih3": r(6, 3), "whh3": r(6, 2), "bih3": r(6), "bhh3": r(6),
    "wih1": r(2, 3), "whh1": r(2, 2), "bih1": r(2), "bhh1": r(2),
    "slope": torch.rand(4), "logits": r(4, 3), "steps": r(5, 2, 4), "class_weight": torch.rand(3) + 0.5,
    "target": torch.rand(4, 3),
}
x, y, u, p, v, w, m, a, b, c = (I[n] for n in ("x", "y", "u", "p", "v", "w", "m", "a", "b", "c"))
S, P, V, q, k, val = I["signal"], I["picture"], I["volume"], I["q"], I["k"], I["val"]
L, T, wave = I["logits"], I["target"], I["wave"]
mask = x > 0
rows = torch.tensor([2, 0, 2])
index = torch.tensor([[0, 2, 1, 1], [2, 2, 0, 1]])
labels = torch.tensor([0, 2, 1, 2])
ids = torch.tensor([[1, 4], [0, 1]])
ints = torch.tensor([7, -7, 3])
HUGE = 2**53 + 2
huge = torch.tensor([HUGE, HUGE - 1, -HUGE])
sym = m + m.t()
spd = m @ m.t() + torch.eye(3)
window = torch.hann_window(8, dtype=torch.float32).double()
theta = I["theta"]


def rnn(kind, gates):
    W = [I[n + str(gates)] for n in ("wih", "whh", "bih", "bhh")]
    hidden = (I["h"], I["cell"]) if kind is torch.lstm else I["h"]
    return kind(I["seq"], hidden, W, True, 1, 0.0, False, False, False)


def packed(kind, gates, lengths, both):
    """What pack_padded_sequence and pad_packed_sequence give around the kernel."""
    pack = torch.nn.utils.rnn.pack_padded_sequence(I["seq"], lengths, enforce_sorted=False)
    W = [I[n + str(gates)] for n in ("wih", "whh", "bih", "bhh")]
    W += [w * 0.5 for w in W] if both else []
    states = [s.repeat(2 if both else 1, 1, 1).index_select(1, pack.sorted_indices) for s in (I["h"], I["cell"])]
    y, *last = kind(pack.data, pack.batch_sizes, states if kind is torch.lstm else states[0], W, True, 1, 0.0, False, both)
    y, _ = torch.nn.utils.rnn.pad_packed_sequence(pack._replace(data=y), total_length=4)
    return [y] + [s.index_select(1, pack.unsorted_indices) for s in last]


def complex_(t):
    return torch.view_as_real(t.resolve_conj())


O = {
    "add": x + y, "add.number": x + 1.5, "add.long": ints + 2, "add.scaled": x + 0.3 * y,
    "add.scaledLong": ints + 2 * huge, "rsub.long": HUGE - huge, "pow.long": ints ** 19, "clamp.long": huge.clamp(-HUGE + 1, HUGE - 1),
    "clampMin.long": huge.clamp_min(HUGE - 1), "clampMax.long": huge.clamp_max(HUGE - 1),
    "eq.number": x == 0.2, "ne.number": x != 0.2, "le.number": x <= 0.2, "ge.number": x >= 0.2,
    "eq.long": huge == HUGE, "ne.long": huge != HUGE, "lt.long": huge < HUGE, "le.long": huge <= HUGE, "gt.long": huge > HUGE, "ge.long": huge >= HUGE,
    "maskedFill.long": ints.masked_fill(ints < 0, HUGE), "pad.long": F.pad(ints, (1, 2), value=HUGE), "add_.scaledLong": ints.clone().add_(huge, alpha=2),
    "sub_.long": huge.clone().sub_(2), "mul_.long": huge.clone().mul_(3), "addcmul_.long": huge.clone().addcmul_(ints, ints, value=3),
    "clamp_.long": huge.clone().clamp_(-HUGE + 1, HUGE - 1), "fill_.long": ints.clone().fill_(HUGE), "maskedFill_.long": ints.clone().masked_fill_(ints < 0, HUGE),
    "lstm.lengths": packed(torch.lstm, 4, [2, 4], True), "rnnTanh.lengths": packed(torch.rnn_tanh, 1, [4, 1], False),
    "gru.lengths": [t.transpose(0, 1) if i == 0 else t for i, t in enumerate(packed(torch.gru, 3, [2, 4], True))],
    "sub": x - y, "sub.number": x - 1.5, "sub.long": ints - 2, "mul": x * y, "mul.number": x * 1.5, "mul.long": ints * 2,
    "div": x / p, "div.number": x / 1.5, "rsub": 1.5 - x, "pow": p ** x, "pow.number": p ** 1.7,
    "remainder": torch.remainder(x, p), "remainder.long": torch.remainder(ints, 4),
    "maximum": torch.maximum(x, y), "minimum": torch.minimum(x, y), "atan2": torch.atan2(x, y), "neg": -x,
    "abs": x.abs(), "sign": x.sign(), "exp": x.exp(), "expm1": x.expm1(), "log": p.log(), "log1p": p.log1p(),
    "log2": p.log2(), "log10": p.log10(), "sqrt": p.sqrt(), "rsqrt": p.rsqrt(), "square": x.square(),
    "reciprocal": p.reciprocal(), "sin": x.sin(), "cos": x.cos(), "tan": u.tan(), "asin": u.asin(), "acos": u.acos(),
    "atan": x.atan(), "sinh": x.sinh(), "cosh": x.cosh(), "erf": x.erf(), "erfinv": u.erfinv(), "lgamma": p.lgamma(),
    "digamma": p.digamma(), "floor": x.floor(), "ceil": x.ceil(), "round": (x * 3).round(), "trunc": x.trunc(),
    "frac": x.frac(), "clamp": x.clamp(-0.5, 0.7), "clampMin": x.clamp_min(0.1), "clampMax": x.clamp_max(0.1),
    "lerp": torch.lerp(x, y, 0.3),
    "eq": index.eq(1), "eq.tensor": index.eq(index.flip(0)), "ne": index.ne(1), "ne.tensor": index.ne(index.flip(0)),
    "lt": x < 0.2, "lt.tensor": x < y, "le": index <= 1, "le.tensor": index <= index.flip(0), "gt": x > 0.2,
    "gt.tensor": x > y, "ge": index >= 1, "ge.tensor": index >= index.flip(0),
    "logicalAnd": mask & (y > 0), "logicalOr": mask | (y > 0), "logicalXor": mask ^ (y > 0), "logicalNot": ~mask,
    "isNaN": (x / 0 * mask).isnan(), "isInf": (x / (index[:1] - 1)).isinf(), "isFinite": (x / (index[:1] - 1)).isfinite(),
    "sum": x.sum(), "sum.dims": a.sum((0, 2)), "sum.keepdim": a.sum((0, 2), keepdim=True), "mean": x.mean(),
    "mean.dims": a.mean((0, 2)), "mean.keepdim": a.mean((0, 2), keepdim=True), "amax": x.amax(), "amax.dims": a.amax((0, 2)),
    "amax.keepdim": a.amax((0, 2), keepdim=True), "amin": x.amin(), "amin.dims": a.amin((0, 2)),
    "amin.keepdim": a.amin((0, 2), keepdim=True), "var": x.var(unbiased=True), "var.dims": a.var((0, 2), unbiased=False, keepdim=True),
    "std": x.std(unbiased=True), "std.dims": a.std((0, 2), unbiased=False, keepdim=True), "max": x.max(1), "min": x.min(0, keepdim=True),
    "median": x.median(1), "argmax": x.argmax(1), "argmin": x.argmin(0), "topk": x.topk(2, 1), "sort": x.sort(1, descending=True),
    "prod": x.prod(), "prod.dim": x.prod(1, keepdim=True), "cumsum": x.cumsum(1), "cumprod": x.cumprod(0),
    "logsumexp": a.logsumexp((0, 2), keepdim=True), "norm": x.norm(), "norm.p": x.norm(3, dim=1, keepdim=True),
    "any": mask.any(), "all": mask.all(), "countNonzero": mask.count_nonzero(), "bincount": labels.bincount(minlength=5),
    "reshape": x.reshape(2, -1), "view": x.view(6, 2), "flatten": a.flatten(1), "flatten.range": a.flatten(0, 1),
    "unflatten": x.unflatten(1, (2, 2)), "permute": a.permute(2, 0, 1), "transpose": a.transpose(0, 2), "t": x.t(),
    "movedim": a.movedim(0, 2), "unsqueeze": x.unsqueeze(1), "squeeze": x.unsqueeze(1).squeeze(),
    "squeeze.dim": x.unsqueeze(1).squeeze(1), "expand": v.expand(3, -1), "repeat": x.repeat(2, 1, 2),
    "repeatInterleave": x.repeat_interleave(2, 1), "flip": a.flip(0, 2), "roll": x.roll(3, 1),
    "split": x.split(3, 1), "split.sizes": x.split([1, 3], 1), "chunk": x.chunk(2, 1), "unbind": x.unbind(0),
    "unfold": x.unfold(1, 2, 2), "pad": F.pad(x, (1, 2, 0, 1), value=0.5), "pad.mode": F.pad(a, (2, 1), mode="reflect"),
    "contiguous": x.t().contiguous(), "tril": x.tril(1), "triu": x.triu(1),
    "select": x.select(1, -2), "get": x[1], "narrow": x.narrow(1, 1, 2), "slice": x[:, 1:3], "slice.step": x[:, -4:10:2],
    "indexSelect": x.index_select(0, rows), "index": x[rows, torch.tensor([1, 3, 0])],
    "indexPut_": (x * 1).index_put_((rows,), y, accumulate=True), "indexAdd": x.index_add(0, rows, y),
    "gather": x.gather(0, index), "scatter": x.scatter(0, index[:1], y[:1]), "scatterAdd": x.scatter_add(0, index, y[:2]),
    "maskedFill": x.masked_fill(mask, 2.5), "maskedSelect": x.masked_select(mask), "nonzero": mask.nonzero(),
    "oneHot": F.one_hot(labels, 4), "bucketize": torch.bucketize(x, torch.tensor([-1.0, 0.0, 0.5])),
    "add_": (x * 1).add_(y), "add_.number": (x * 1).add_(1.5), "add_.long": (ints * 1).add_(2), "add_.scaled": (x * 1).add_(y, alpha=0.3),
    "sub_": (x * 1).sub_(y), "sub_.number": (x * 1).sub_(1.5), "mul_": (x * 1).mul_(y), "mul_.number": (x * 1).mul_(1.5),
    "div_": (x * 1).div_(p), "div_.number": (x * 1).div_(1.5), "addcmul_": (x * 1).addcmul_(y, p, value=0.3),
    "addcdiv_": (x * 1).addcdiv_(y, p, value=0.3), "lerp_": (x * 1).lerp_(y, 0.3), "clamp_": (x * 1).clamp_(-0.5, 0.7),
    "sqrt_": (p * 1).sqrt_(), "copy_": (x * 1).copy_(v), "zero_": (x * 1).zero_(), "fill_": (x * 1).fill_(2.5),
    "maskedFill_": (x * 1).masked_fill_(mask, 2.5),
    "matmul": a @ w, "mm": x @ w, "bmm": a.bmm(b), "dot": v.dot(v.flip(0)), "outer": v.outer(x[0]), "kron": m.kron(x),
    "solve": torch.linalg.solve(spd, x), "addmm": torch.addmm(m, x, y.t()), "baddbmm": torch.baddbmm(c, a, b),
    "cdist": torch.cdist(x, y, 3), "cosineSimilarity": F.cosine_similarity(x, y, 1), "diag": v.diag(), "trace": m.trace(),
    "inverse": spd.inverse(), "det": m.det(), "cholesky": torch.linalg.cholesky(spd), "svd": torch.linalg.svdvals(x),
    "eigh": torch.linalg.eigvalsh(sym), "qr": torch.linalg.qr(m)[1].abs(),
    "fft": complex_(torch.fft.fft(x, dim=0)), "ifft": complex_(torch.fft.ifft(x, dim=0)), "rfft": complex_(torch.fft.rfft(wave, dim=1)),
    "irfft": torch.fft.irfft(torch.fft.rfft(wave, dim=1) * 2, 38, 1),
    "stft": complex_(torch.stft(wave, 8, 3, 8, window, return_complex=True)),
    "istft": torch.istft(torch.stft(wave, 8, 2, 8, window, return_complex=True) * 2, 8, 2, 8, window, length=36),
    "viewAsReal": torch.view_as_real(torch.fft.fft(x, dim=1)), "viewAsComplex": complex_(torch.view_as_complex(x.reshape(3, 2, 2))),
    "real": torch.fft.fft(x, dim=1).real, "imag": torch.fft.fft(x, dim=1).imag, "angle": torch.view_as_complex(x.reshape(3, 2, 2)).angle(),
    "relu": x.relu(), "relu6": F.relu6(x * 5), "sigmoid": x.sigmoid(), "logSigmoid": F.logsigmoid(x), "tanh": x.tanh(),
    "gelu": F.gelu(x), "silu": F.silu(x), "selu": F.selu(x), "mish": F.mish(x), "softplus": F.softplus(x),
    "leakyRelu": F.leaky_relu(x, 0.2), "elu": F.elu(x), "prelu": F.prelu(x, I["slope"]), "hardtanh": F.hardtanh(x, -0.5, 0.7),
    "glu": F.glu(x, 1), "softmax": x.softmax(0), "logSoftmax": x.log_softmax(1), "dropout": x, "featureDropout": P,
    "linear": F.linear(x, w.t(), r(0).new_zeros(5)) + 0.5, "conv1d": F.conv1d(S, I["kernel1"], I["bias"], 2, 1, 1, 2),
    "conv2d": F.conv2d(P, I["kernel2"], I["bias"], (2, 1), (1, 0), (1, 2), 2),
    "conv3d": F.conv3d(V, I["kernel3"], None, (1, 2, 1), (1, 0, 1)),
    "convTranspose2d": F.conv_transpose2d(P, I["kernelT"], None, 2, (1, 0), 1, 1, 1),
    "maxPool2d": F.max_pool2d(P, (3, 2), (2, 1), (1, 0)), "maxPool2d.square": F.max_pool2d(P, 2), "avgPool2d": F.avg_pool2d(P, (3, 2), (2, 1), (1, 0)),
    "avgPool2d.square": F.avg_pool2d(P, 3), "adaptiveAvgPool2d": F.adaptive_avg_pool2d(P, (4, 2)), "maxPool1d": F.max_pool1d(S, 3, 2, 1),
    "upsampleNearest2d": F.interpolate(P, (9, 12)), "upsampleBilinear2d": F.interpolate(P, (9, 8), mode="bilinear"),
    "im2col": F.unfold(P, (2, 3), 1, (1, 0), (2, 1)), "affineGrid": F.affine_grid(theta, (2, 4, 5, 3), align_corners=False),
    "gridSample": F.grid_sample(P, F.affine_grid(theta, (2, 4, 5, 3), align_corners=False), align_corners=False),
    "batchNorm": F.batch_norm(P, I["mean"], I["var"], I["gamma"], I["beta"], False, 0.1, 1e-3),
    "batchNorm.training": F.batch_norm(P, None, None, I["gamma"], I["beta"], True, 0.1, 1e-3),
    "layerNorm": F.layer_norm(x, (4,), I["gamma"], I["beta"], 1e-3), "groupNorm": F.group_norm(P, 2, I["gamma"], I["beta"], 1e-3),
    "rmsNorm": x / (x.square().mean(1, keepdim=True) + torch.finfo(torch.float64).eps).sqrt() * I["gamma"],
    "scaledDotProductAttention": (q @ k.transpose(2, 3) / 2).softmax(-1) @ val,
    "scaledDotProductAttention.mask": (q @ k.transpose(2, 3) / 2 + c[0, 0, 0]).masked_fill(torch.tensor([[0, 0, 1, 0, 1]]) == 1, -math.inf).softmax(-1) @ val,
    "embedding": F.embedding(ids, I["table"]),
    "lstm": rnn(torch.lstm, 4), "gru": rnn(torch.gru, 3), "rnnTanh": rnn(torch.rnn_tanh, 1),
    "lstmCell": torch.lstm_cell(I["seq"][0], (I["h"][0], I["cell"][0]), *(I[n + "4"] for n in ("wih", "whh", "bih", "bhh"))),
    "crossEntropy": F.cross_entropy(L, labels), "crossEntropy.full": F.cross_entropy(L, labels, I["class_weight"], ignore_index=1, label_smoothing=0.1, reduction="sum"),
    "nllLoss": F.nll_loss(L, labels, reduction="none"), "binaryCrossEntropy": F.binary_cross_entropy(L.sigmoid(), T),
    "binaryCrossEntropyWithLogits": F.binary_cross_entropy_with_logits(L, T, reduction="sum"), "mseLoss": F.mse_loss(L, T),
    "l1Loss": F.l1_loss(L, T, reduction="sum"), "huberLoss": F.huber_loss(L, T, reduction="none", delta=0.7),
    "klDiv": F.kl_div(L, T.softmax(1), reduction="sum"),
    "ctcLoss": F.ctc_loss(I["steps"].log_softmax(2), torch.tensor([[1, 2, 2], [3, 1, 0]]), (5, 4), (3, 2), reduction="none"),
}


def flat(value):
    if isinstance(value, torch.Tensor):
        return [value]
    return [t for part in value for t in flat(part)]


tensors = {"in." + name: t for name, t in I.items()}
for name, value in O.items():
    for i, t in enumerate(flat(value)):
        tensors["out." + name + ("" if i == 0 else f".{i}")] = t.clone().contiguous()
write("operations.safetensors", tensors)
