"""Finding campaigns in plain texts: no database, no web. Figures: ``bench/campaigns.py`` and docs/developers/campaign-errors.md."""
