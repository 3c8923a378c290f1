"""The same training in scikit-learn: FOLDER LAMBDA TOLERANCE STEPS. Rows are doubles, little endian, one row after the other."""
import json
import os
import sys
import time

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

folder = sys.argv[1]
penalty, tolerance, steps = float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])


def read(name, width):
    return np.fromfile(os.path.join(folder, name), "<f8").reshape(-1, width)


def peak():
    """In MB; what getrusage says begins with the memory of the process that started this one."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))


def scaled(rows):
    return np.nan_to_num(np.clip((rows - mean) / scale, -8, 8))


y = read("train.y", 1)[:, 0]
x = np.fromfile(os.path.join(folder, "train.x"), "<f8").reshape(len(y), -1)
test = read("test.x", x.shape[1])

begun, cpu = time.perf_counter(), time.process_time()
mean, scale = np.nanmean(x, axis=0), np.nanstd(x, axis=0)
scale[scale <= 1e-9] = 1
ready = scaled(x)
model = LogisticRegression(C=1 / (penalty * len(y)), tol=tolerance, max_iter=steps).fit(ready, y)
trained, trained_cpu = time.perf_counter() - begun, time.process_time() - cpu
del ready

begun = time.perf_counter()
model.predict_proba(scaled(x))
predicted = time.perf_counter() - begun

model.predict_proba(scaled(test))[:, 1].astype("<f8").tofile(os.path.join(folder, "scores"))
np.append(model.coef_[0], model.intercept_).astype("<f8").tofile(os.path.join(folder, "weights"))
print(json.dumps({
    "version": sklearn.__version__, "train": trained, "cpu": trained_cpu, "predict": predicted,
    "memory": peak()}))
