"""Loops beside the channels: handle what came in, deliver what goes out, delete what is due."""
