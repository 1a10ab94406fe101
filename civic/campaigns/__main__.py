"""``python -m civic.campaigns find FILE``: families in a file of texts, without a database. See ``--help``."""

from civic.campaigns.finding.command import main

main()
