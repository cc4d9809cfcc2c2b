"""The servers that no package has: each a module that is run in the server's namespace and says "ready"."""
