"""Writes tensors as safetensors by the format's description alone (no safetensors package): 8 bytes of
header length, the header in JSON, then the numbers."""
import json, struct
import torch

DTYPES = {torch.float32: "F32", torch.float64: "F64", torch.int64: "I64", torch.bool: "BOOL"}


def write(name, tensors):
    header, data, end = {"__metadata__": {"made by": "PyTorch " + torch.__version__}}, [], 0
    for key, tensor in sorted(tensors.items(), key=lambda item: -item[1].element_size()):
        raw = tensor.numpy().tobytes()
        header[key] = {"dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [end, end + len(raw)]}
        data.append(raw)
        end += len(raw)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(name, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(data))
