"""Sealing at rest: the key ring, data keys, and the one module that imports `cryptography`."""
