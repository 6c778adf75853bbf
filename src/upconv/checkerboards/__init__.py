"""Checkerboards: whether a layer leaves one, how bad it is, what takes it away.

::

    front     checkerboard(): whatever it is given -> Report
    readers/  what a framework's model says, as the nodes of a graph: torch, keras, onnx
    probe     what steps without weights do, told from what they make of numbers
    sections  such steps among the nodes, from one that is understood to the next
    outputs   what a model returns, by name
    graph     the upsampling layers among the nodes, and what cannot be measured and why
    work      what each step costs, for `upconv.summary`
    layers    one such layer, as the transposed convolution it is equal to
    gain      (b) how the phases of trained weights answer a constant, in dB
    spectrum  (c) the energy of an output at the stride's frequencies against that around them
    remedies  what may be done, and its multiply-adds
    report    the figures of every layer, told in 80 columns;  figure: their picture
    repairs/  copies of models with what can be repaired exactly repaired: torch, keras, onnx
"""

from upconv.checkerboards.front import checkerboard
from upconv.checkerboards.gain import PhaseGain, equalized
from upconv.checkerboards.report import LayerReport, Report
from upconv.checkerboards.spectrum import Lattice

__all__ = ["Lattice", "LayerReport", "PhaseGain", "Report", "checkerboard", "equalized"]
