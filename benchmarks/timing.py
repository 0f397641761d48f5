"""What speed is measured with: medians of cases taken in turn, an encoder's work, and a machine's own matrix rate."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["encoder_work", "machine", "matrix_rate", "medians_in_turn", "seconds"]

_WARM = 2


def seconds(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def medians_in_turn(cases: Mapping[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Median seconds of each case, after one run that does not count.

    The cases take turns, round after round: a machine that slows down slows all of them.
    """
    times: dict[str, list[float]] = {name: [] for name in cases}
    for name, case in [*cases.items()] * (runs + 1):
        times[name].append(seconds(case))
    return {name: statistics.median(found[1:]) for name, found in times.items()}


def encoder_work(config: Any, lengths: Iterable[int]) -> float:
    """Operations of a BERT-like encoder's matrix products over texts of ``lengths`` tokens, nothing for padding."""
    layers, hidden, inner = config.num_hidden_layers, config.hidden_size, config.intermediate_size
    per_token = 2 * layers * (4 * hidden**2 + 2 * hidden * inner)
    return float(sum(n * per_token + 4 * layers * hidden * n * n for n in lengths))


def matrix_rate(dtype: str, *, device: str = "cpu", size: int = 2048, runs: int = 5) -> float | None:
    """Operations a second of the machine's own [size, size] product; None where it has none in that number format.

    ``dtype`` is ``"float32"``, ``"bfloat16"``, ``"float16"`` or ``"int8"`` (products of int8 summed in int32).
    """
    import torch

    if dtype == "int8":
        whole = torch.randint(-99, 99, (size, size), dtype=torch.int8, device=device)

        def product() -> object:
            return torch._int_mm(whole, whole)
    else:
        real = torch.randn(size, size, dtype=getattr(torch, dtype), device=device)

        def product() -> object:
            return real @ real

    repeats = 1 if device == "cpu" else 20

    def work() -> None:
        for _ in range(repeats):
            product()
        if device != "cpu":
            torch.cuda.synchronize(device)

    try:
        for _ in range(_WARM):
            work()
    except (NotImplementedError, RuntimeError):
        return None
    return repeats * 2 * size**3 / statistics.median(seconds(work) for _ in range(runs))


def machine(device: str = "cpu") -> dict[str, Any]:
    """What the figures were measured on."""
    import torch

    names = [line.split(":")[1].strip() for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    gpu = {"gpu": torch.cuda.get_device_name(device)} if device != "cpu" else {}
    return {
        "processor": names[0] if names else platform.processor(),
        "cores": cores,
        "torch_threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "python": platform.python_version(),
        "load_before": os.getloadavg()[0],
        **gpu,
    }


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.is_file() else []
