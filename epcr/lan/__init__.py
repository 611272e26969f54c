"""The classroom's own secure address: the machine's numbers there, its certificates, and the end of TLS in the server's loop."""
