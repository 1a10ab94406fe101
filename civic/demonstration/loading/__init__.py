"""The scenes of each station: ``scenes(stage, story, on)`` gives (day, order within the day, what happens)."""
