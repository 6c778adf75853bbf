from upconv.geometry import Geometry
from upconv.ops import conv, conv_transpose
