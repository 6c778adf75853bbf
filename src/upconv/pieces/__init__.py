"""Whole models: what each output sees, and which sizes work.

::

    field         field(): a model or layers -> Field
    reading       a model and its input, as a caller gives them
    models        the steps of a model, as the readers of the frameworks record them, as networks
    impulses      what a step reads, found by trying it
    layers        layers that are only written down, as networks
    network       one axis of a model as a graph of relations: rates, sizes, cones
    extents       the figures of one axis: halo, receptive field, alignment, latency, sizes
    verification  a field compared with the model itself
"""

from upconv.pieces.field import Field, SeesAll, field
from upconv.pieces.layers import Convolution

__all__ = ["Convolution", "Field", "SeesAll", "field"]
