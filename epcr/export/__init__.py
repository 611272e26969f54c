"""What leaves a run sheet for other systems: one walker a format over the declarations. None knows another."""
