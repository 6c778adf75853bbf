"""How many threads a matrix product of NumPy's runs on."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import Any

# Below so many multiplications a product is faster on one thread, and when the machine is busy
# much faster: a BLAS thread that waits for its turn holds up every product by a time slice.
FEW_MULTIPLICATIONS = 1 << 26


def threads_for(multiplications: int) -> AbstractContextManager[Any]:
    """Return a context in which products of this size run on as many threads as help them."""
    if multiplications >= FEW_MULTIPLICATIONS:
        return nullcontext()
    limited: AbstractContextManager[Any] = _controller().limit(limits=1, user_api="blas")
    return limited


@lru_cache(maxsize=1)
def _controller() -> Any:
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415 - `import upconv` stays light

    return ThreadpoolController()
