"""Where citizens write: one module per platform."""
