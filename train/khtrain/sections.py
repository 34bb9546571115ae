"""Sections of a model file that belong to the cutting of text: SPLT, docs/formats-text.md."""
import struct

import numpy as np

from .split import CASES, DILATIONS, GAPS, SHAPE_ROWS, WIDTH


def pad64(b):
    return b + b"\0" * (-len(b) % 64)


def rows(w):
    """float scale a row, then int8 rows; each part padded to 64 bytes."""
    w = np.asarray(w, np.float32)
    s = np.maximum(np.abs(w).max(-1) / 127, 1e-12).astype("<f4")
    return pad64(s.tobytes()) + pad64(np.clip(np.round(w / s[:, None]), -127, 127).astype(np.int8).tobytes())


def split_section(ck):
    """`ck`: what split.py wrote."""
    sd = {k: v.float().numpy() for k, v in ck["model"].items()}
    table = ck["table"].float().numpy()
    out = pad64(struct.pack("<7If", 1, WIDTH, len(DILATIONS), len(table), SHAPE_ROWS, CASES, GAPS, ck["threshold"]))
    for w in (table, sd["shape.weight"], sd["case.weight"], sd["gap.weight"]):
        out += rows(w)
    for n in range(len(DILATIONS)):
        w = sd[f"convs.{n}.weight"]                                  # out, in, place -> out, place, in
        out += pad64(sd[f"convs.{n}.bias"].astype("<f4").tobytes()) + rows(w.transpose(0, 2, 1).reshape(2 * WIDTH, 3 * WIDTH))
    return out + pad64(sd["out.bias"].astype("<f4").tobytes()) + rows(sd["out.weight"])


def write_model(path, parts):
    """The container of docs/formats.md, atomically; parts: {name: bytes}, names as str or bytes of four. Gives its size."""
    import os
    import xxhash
    start = -(-(32 + 24 * len(parts)) // 64) * 64
    head, data = b"", b""
    for n, p in parts.items():
        head += struct.pack("<4sIQQ", n if isinstance(n, bytes) else n.encode(), 0, start + len(data), len(p))
        data += pad64(p)
    rest = head + b"\0" * (start - 32 - len(head)) + data
    digest = xxhash.xxh3_128(rest).intdigest()
    with open(path + ".new", "wb") as f:
        f.write(struct.pack("<4s3IQQ", b"KHM1", 1, len(parts), 0, digest >> 64, digest & (1 << 64) - 1) + rest)
    os.replace(path + ".new", path)
    return 32 + len(rest)


def put_section(path, name, body):
    """Adds or replaces one section of a model file, atomically."""
    b = open(path, "rb").read()
    count = struct.unpack_from("<I", b, 8)[0]
    parts = {}
    for i in range(count):
        n, _, at, size = struct.unpack_from("<4sIQQ", b, 32 + 24 * i)
        parts[n] = b[at:at + size]
    parts[name.encode()] = body
    write_model(path, parts)


if __name__ == "__main__":                       # python -m khtrain.sections MODEL.khm SPLIT.pt: puts the splitter into a model
    import sys
    import torch
    put_section(sys.argv[1], "SPLT", split_section(torch.load(sys.argv[2], map_location="cpu", weights_only=False)))
