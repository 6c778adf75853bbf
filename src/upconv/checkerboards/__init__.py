"""Checkerboards: whether a layer causes one, how strong it is, and what removes it.

::

    front     checkerboard(): a layer, weight or model -> Report
    readers/  models of the frameworks as the nodes of a graph: torch, keras, onnx
    probe     steps without weights, recognised by their effect on numbers
    sections  such steps among the nodes, between two that are recognised
    outputs   the outputs of a model, by name
    graph     the upsampling layers among the nodes, and what cannot be measured and why
    work      the cost of each step, for `upconv.summary`
    layers    one such layer, as the equivalent transposed convolution
    gain      (b) the response of the phases of trained weights to a constant, in dB
    spectrum  (c) the energy of an output at the stride's frequencies relative to that around them
    remedies  what can be done, and its multiply-adds
    report    the figures of every layer, printed in 80 columns;  figure: their picture
    repairs/  copies of models with everything repaired that can be: torch, keras, onnx
"""

from upconv.checkerboards.front import checkerboard
from upconv.checkerboards.gain import PhaseGain, equalized
from upconv.checkerboards.report import LayerReport, Report
from upconv.checkerboards.spectrum import Lattice

__all__ = ["Lattice", "LayerReport", "PhaseGain", "Report", "checkerboard", "equalized"]
