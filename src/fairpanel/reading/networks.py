"""Runs a network on one thread of the processor: with OpenVINO where it is installed, else with ONNX Runtime."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Network = Callable[[Floats], Floats]


def load(onnx: bytes, *, sizes_kept: int) -> Network:
    """The network as a function from its input to its output. Not to be entered by two threads at once.

    `sizes_kept` is for how many sizes of input OpenVINO keeps its layout: a size met again is then faster, and each
    one kept takes memory, so where every picture has its own size none is worth keeping.
    """
    return _openvino(onnx, sizes_kept) if find_spec("openvino") else _onnxruntime(onnx)


def _openvino(onnx: bytes, sizes_kept: int) -> Network:
    import openvino

    core = openvino.Core()
    settings = {
        "INFERENCE_NUM_THREADS": 1,
        "NUM_STREAMS": 1,
        # Without a limit a worker grew to 3 GB.
        "CPU_RUNTIME_CACHE_CAPACITY": sizes_kept,
    }
    request = core.compile_model(core.read_model(onnx), "CPU", settings).create_infer_request()

    def run(pixels: Floats) -> Floats:
        request.infer([pixels], share_inputs=True)
        return np.array(request.get_output_tensor().data)

    return run


def _onnxruntime(onnx: bytes) -> Network:
    import onnxruntime

    onnxruntime.set_default_logger_severity(logging.CRITICAL // 10)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # The arena keeps what the largest picture needed; without it memory stays flat.
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])
    (name,) = (entry.name for entry in session.get_inputs())

    def run(pixels: Floats) -> Floats:
        (output,) = session.run(None, {name: pixels})
        return np.asarray(output)

    return run
