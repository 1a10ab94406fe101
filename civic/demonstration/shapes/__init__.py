"""The shapes of the demonstration's files, one module per subject, all frozen."""
