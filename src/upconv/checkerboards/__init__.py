"""Checkerboards: whether a layer leaves one, how bad it is, what takes it away.

::

    front     checkerboard(): whatever it is given -> Report
    readers/  what a framework's model says, as the nodes of a graph: torch, keras, onnx
    layers    the upsampling layers in that graph, each as the transposed convolution it is equal to
    gain      (b) how the phases of trained weights answer a constant, in dB
    spectrum  (c) the energy of an output at the stride's frequencies, in dB
    remedies  what may be done, and its multiply-adds
    report    the figures of every layer, told in 80 columns;  figure: their picture
    repair    ONNX models with what can be repaired exactly repaired
"""

from upconv.checkerboards.front import checkerboard
from upconv.checkerboards.gain import PhaseGain, equalized
from upconv.checkerboards.report import LayerReport, Report
from upconv.checkerboards.spectrum import Lattice

__all__ = ["Lattice", "LayerReport", "PhaseGain", "Report", "checkerboard", "equalized"]
