"""LLVM IR as text, the functions that several forms emit, and its compilation."""
