import json
import sys

from civic.record.kinds import markdown, schema

if sys.argv[1:] == ["--markdown"]:
    sys.stdout.write(markdown())
else:
    sys.stdout.write(json.dumps(schema(), indent=1, sort_keys=True) + "\n")
