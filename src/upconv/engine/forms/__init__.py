"""The forms in which a layer is computed, each with its plan, schedule and kernels."""
