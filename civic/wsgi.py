"""For servers: ``gunicorn civic.wsgi:app``."""

from civic import create_app

app = create_app()
