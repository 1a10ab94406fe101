"""Every kind of event, and the fields that its leaf has.

A *public* kind writes a leaf in the transaction of its event; an *internal* one (a saved draft, a sign-in) does not,
and nothing that changes what the public sees may be internal. A *resident* kind is a resident's own act: its event
and its leaf hold a day and nobody's name. There is no free text in any field: words written by or about a person
are a `text` (two digests), documents that are never redacted are named by their plain SHA-256.

`python -m civic.record.kinds` prints the schema as JSON, with `--markdown` as the table in the documentation.
"""

from civic.record.kinds.declaring import KINDS, Kind
from civic.record.kinds.describing import describe, markdown, schema
from civic.record.kinds.every import INTERNAL, PUBLIC
from civic.record.kinds.leaves import leaves_named, make_leaf, read_leaf, validate

__all__ = ["INTERNAL", "KINDS", "PUBLIC", "Kind", "describe", "leaves_named", "make_leaf", "markdown", "read_leaf", "schema", "validate"]
