"""Fails if a report.json does not follow its schema: check_schema.py SCHEMA FOLDER."""
import json, pathlib, sys

import jsonschema  # Debian: python3-jsonschema

schema = json.loads(pathlib.Path(sys.argv[1]).read_text())
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
reports = sorted(pathlib.Path(sys.argv[2]).glob("*.json"))
wrong = [f"{report.name}: {'/'.join(map(str, error.path))}: {error.message[:200]}"
         for report in reports for error in validator.iter_errors(json.loads(report.read_text()))]
print("\n".join(wrong[:20]) or f"{len(reports)} reports follow the schema")
sys.exit(bool(wrong) or not reports)
