"""The subcommands of `bilag`, one module each: its `command`, and in its docstring's first line what `--help` says."""
