"""Calls with everything decided but the addresses, and what is kept from one to the next."""
