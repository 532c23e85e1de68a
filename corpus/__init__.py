"""The bundled library: data only, imports nothing."""
