"""What this machine gives: instruction sets, threads, memory, caches, and object code on disk."""
