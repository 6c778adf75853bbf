"""Direct convolution: register tiles along x, on a zero-padded copy of a block of the input."""
