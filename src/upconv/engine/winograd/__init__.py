"""The form with fewer multiplications: tiles of outputs from products at points (Winograd)."""
