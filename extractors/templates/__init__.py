"""What is particular to a form, as data: one TOML file a form, one folder a municipality."""
