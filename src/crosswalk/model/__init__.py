"""What things are: frozen models without behaviour beyond their own consistency."""
