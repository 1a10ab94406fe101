"""What an operator does to a whole installation: back it up and restore it. No tables and no pages."""
