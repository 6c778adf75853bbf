"""The exceptions of upconv, and the text of every message: one file per subject.

::

    UpconvError
    ├── ArgumentError (ValueError)        an argument breaks a rule
    │   ├── GeometryError                 sizes that no layer, or not this layer, can reach
    │   ├── ShapeError                    arrays whose shapes do not fit together
    │   └── NotExpressibleError           a framework cannot express this layer
    ├── ArgumentTypeError (TypeError)     an argument of the wrong type or dtype
    ├── DataError (ValueError)            a file that is missing, damaged, or cannot be written
    ├── OutOfMemoryError (MemoryError)    the system refuses memory
    └── MissingPackageError (ModuleNotFoundError)  an optional package that is not installed

Every message has one form: *what was required. What was received, and on which axis. The formula
with its numbers. What to write instead.*
"""

from upconv.errors import (
    bench,
    checkerboards,
    commands,
    explanation,
    files,
    keras,
    layers,
    memory,
    onnx,
    pictures,
    pieces,
    rewrites,
    runs,
    shapes,
    sizes,
    summaries,
    values,
    variables,
    wording,
    words,
)
from upconv.errors.escapes import printable
from upconv.errors.tree import (
    ArgumentError,
    ArgumentTypeError,
    DataError,
    GeometryError,
    MissingPackageError,
    NotExpressibleError,
    OutOfMemoryError,
    ShapeError,
    UpconvError,
    reason,
)

__all__ = [
    "ArgumentError",
    "ArgumentTypeError",
    "DataError",
    "GeometryError",
    "MissingPackageError",
    "NotExpressibleError",
    "OutOfMemoryError",
    "ShapeError",
    "UpconvError",
    "bench",
    "checkerboards",
    "commands",
    "explanation",
    "files",
    "keras",
    "layers",
    "memory",
    "onnx",
    "pictures",
    "pieces",
    "printable",
    "reason",
    "rewrites",
    "runs",
    "shapes",
    "sizes",
    "summaries",
    "values",
    "variables",
    "wording",
    "words",
]
