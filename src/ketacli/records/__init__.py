"""The typed records, one module a kind so that a command imports only what it reads."""
