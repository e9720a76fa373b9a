"""As much of JSON Schema as the gateway's own description of the API uses; anything else in a schema is an error."""
import re

_KNOWN = {"type", "format", "description", "properties", "required", "additionalProperties", "items", "enum", "pattern", "contentEncoding", "$ref"}
_TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "number": (int, float), "integer": int}


def faults(value, schema, document, place="$"):
    """What of `value` is not as `schema` says; nothing when all is."""
    unknown = set(schema) - _KNOWN
    if unknown:
        raise AssertionError("%s: the schema uses %s, which this test does not know" % (place, ", ".join(sorted(unknown))))
    if "$ref" in schema:
        at = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            at = at[part]
        yield from faults(value, at, document, place)
        return
    if "type" in schema:
        right = isinstance(value, _TYPES[schema["type"]]) and (schema["type"] == "boolean" or not isinstance(value, bool))
        if not right:
            yield "%s is no %s: %r" % (place, schema["type"], value)
            return
    if "enum" in schema and value not in schema["enum"]:
        yield "%s is none of the choices: %r" % (place, value)
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield "%s is not like %s: %r" % (place, schema["pattern"], value)
    if isinstance(value, list):
        for index, element in enumerate(value):
            yield from faults(element, schema.get("items", {}), document, "%s[%d]" % (place, index))
    if isinstance(value, dict):
        yield from _object_faults(value, schema, document, place)


def _object_faults(value, schema, document, place):
    properties, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    for name in schema.get("required", []):
        if name not in value:
            yield "%s lacks %s" % (place, name)
    for name, member in value.items():
        where = "%s.%s" % (place, name)
        if name in properties:
            yield from faults(member, properties[name], document, where)
        elif more is False:
            yield "%s is not described" % where
        elif more is not True:
            yield from faults(member, more, document, where)
