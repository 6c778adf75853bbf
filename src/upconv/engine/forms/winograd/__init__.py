"""The Winograd form: tiles of outputs from fewer multiplications, in the transform domain."""
