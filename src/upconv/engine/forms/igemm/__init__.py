"""The implicit GEMM form: vectors along a position's columns, its output channels and phases."""
