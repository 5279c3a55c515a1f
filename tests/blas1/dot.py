# dot.py - the bits of NumPy's dot products, which are BLAS's where it links a shared one.
import hashlib
import math
import re
import sys

import numpy as np

maps = open("/proc/self/maps").read()
if not re.search(r"/lib(c|spelt_)?blas[-.0-9a-z]*\.so", maps):
    print("SKIP: NumPy", np.__version__, "has a BLAS of its own inside")
    sys.exit()

random = np.random.RandomState(1)
x, y = random.uniform(-1, 1, 200001), random.uniform(-1, 1, 200001)
bits = hashlib.sha256()
for n in 1, 2, 7, 8, 100, 1000, 4097, 200001:
    for kind in np.float32, np.float64, np.complex64, np.complex128:
        a, b = x[:n].astype(kind), y[:n].astype(kind)
        if np.iscomplexobj(a):
            a, b = a + 1j * b, b - 1j * a
        for value in np.dot(a, b), np.dot(a[::2], b[::2]), np.dot(a[::-1], b), np.vdot(a, b):
            bits.update(value.tobytes())
    exact = math.fsum(x[:n] * y[:n])
    assert abs(np.dot(x[:n], y[:n]) - exact) <= 1e-15 * n, n
    bits.update(np.linalg.norm(x[:n]).tobytes())
print(bits.hexdigest())
