"""The outbox: every message is a row written in the action's transaction; the worker sends it when mail is set up."""
