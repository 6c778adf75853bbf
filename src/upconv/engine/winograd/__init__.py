"""The form with fewer multiplications: a tile of outputs from products at points of a polynomial."""
