"""Layers that are one matrix product."""
