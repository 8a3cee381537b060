"""Reads a safetensors file by the format's description alone into PyTorch tensors, and writes those
back as another file: reread.py FROM TO"""
import json, struct, sys
import torch

DTYPES = {"BOOL": torch.bool, "U8": torch.uint8, "I8": torch.int8, "I16": torch.int16, "I32": torch.int32,
          "I64": torch.int64, "F16": torch.float16, "BF16": torch.bfloat16, "F32": torch.float32,
          "F64": torch.float64, "C64": torch.complex64}

with open(sys.argv[1], "rb") as file:
    content = file.read()
(length,) = struct.unpack("<Q", content[:8])
assert (8 + length) % 8 == 0, "the numbers are not aligned"
header = json.loads(content[8:8 + length])
data = bytearray(content[8 + length:])
tensors, covered = {}, 0
for name, entry in header.items():
    if name == "__metadata__":
        continue
    begin, end = entry["data_offsets"]
    covered += end - begin
    dtype = DTYPES[entry["dtype"]]
    flat = torch.frombuffer(data[begin:end], dtype=dtype) if end > begin else torch.empty(0, dtype=dtype)
    tensors[name] = flat.reshape(entry["shape"])
assert covered == len(data), "the tensors do not cover the file"
assert tensors["scalar"].item() == 3.5 and tensors["transposed"].tolist() == [[1, 4], [2, 5], [3, 6]]
assert tensors["type.BFLOAT16" if "type.BFLOAT16" in tensors else "type.bfloat16"][1, 1].item() == 100

back, chunks, end = {}, [], 0
for name, tensor in reversed(tensors.items()):
    raw = bytes(tensor.contiguous().reshape(-1).view(torch.uint8).numpy()) if tensor.numel() and tensor.dim() else (
        tensor.reshape(-1).numpy().tobytes())
    code = next(code for code, dtype in DTYPES.items() if dtype == tensor.dtype)
    back[name] = {"dtype": code, "shape": list(tensor.shape), "data_offsets": [end, end + len(raw)]}
    chunks.append(raw)
    end += len(raw)
text = json.dumps(back, ensure_ascii=False).encode()
with open(sys.argv[2], "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + b"".join(chunks))
