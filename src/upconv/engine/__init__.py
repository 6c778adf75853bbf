"""What computes: called by `upconv.ops` with arguments that have been checked."""
