"""Pages that gather from many domains: home, dockets, docket, text, section, comments, help; and `civic serve`."""
