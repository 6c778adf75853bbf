"""The forms of NumPy, for what no generated code computes."""
