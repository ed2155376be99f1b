"""The OpenAPI document of the service as a judge of its answers: statuses, media types, headers and JSON.

The document lets objects grow; here each has the members that are written down and no others, so that nothing is told
that the document does not have."""
import copy, datetime, json, re, urllib.parse

import jsonschema

METHODS = ("get", "post", "put", "patch", "delete")
LONG_ENOUGH = 20  # of a list of a thousand, each is of the same kind
FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("date")
def is_date(text):
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and datetime.date.fromisoformat(text) is not None


@FORMATS.checks("date-time", raises=ValueError)
def is_instant(text):
    return text.endswith("Z") and datetime.datetime.fromisoformat(text) is not None


def closed(part):
    """A copy in which objects have no other members than those that are named."""
    if isinstance(part, list):
        return [closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    out = {name: closed(each) for name, each in part.items()}
    if isinstance(out.get("properties"), dict):
        out.setdefault("additionalProperties", False)
    return out


def references(part):
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        part = part.values()
    if not isinstance(part, (str, int, float, bool, type(None))):
        for each in part:
            yield from references(each)


class ApiDocument:
    def __init__(self, text):
        self.whole = json.loads(text)
        self.strict = closed(copy.deepcopy(self.whole))
        self.resolver = jsonschema.RefResolver("", self.strict)

    def resolved(self, part):
        while "$ref" in part:
            part = self.resolver.resolve(part["$ref"])[1]
        return part

    def path_of(self, path):
        """The path of the document that an address is of, as it stands there; None: it has none."""
        address = urllib.parse.urlsplit(path).path
        # The most precise first: one with fewer places.
        for pattern in sorted(self.whole["paths"], key=lambda known: known.count("{")):
            if re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(pattern)), address):
                return pattern
        return None

    def methods_of(self, pattern):
        return {method.upper() for method in self.whole["paths"][pattern] if method in METHODS}

    def operation(self, method, pattern):
        return self.strict["paths"][pattern].get("get" if method == "HEAD" else method.lower())

    def faults_of_value(self, schema, value):
        validator = jsonschema.Draft202012Validator(schema, resolver=self.resolver, format_checker=FORMATS)
        return [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message[:300]}"
                for fault in validator.iter_errors(value)]

    def faults(self, method, path, status, headers, body):
        """What of an answer the document does not have, in words."""
        media = headers.get("Content-Type", "").split(";")[0]
        pattern = self.path_of(path)
        operation = pattern and self.operation(method, pattern)
        if operation is None:
            wanted = (404,) if pattern is None else (405,)
            found = [] if status in (*wanted, 400, 401, 403, 415, 421, 429, 431) else [f"{status} for no operation"]
            problem = self.strict["components"]["schemas"]["Problem"]
            return found + (self.faults_of_value(problem, json.loads(body)) if media.endswith("problem+json") else [])
        known = operation["responses"]
        answer = known.get(str(status)) or known.get(f"{status // 100}XX")
        if answer is None:
            return [f"status {status}"]
        answer = self.resolved(answer)
        found = []
        for name, header in answer.get("headers", {}).items():
            header, value = self.resolved(header), headers.get(name)
            if value is None and header.get("required"):
                found.append(f"no {name}")
            if value is not None:
                found += [f"{name}: {fault}" for fault in self.faults_of_value(header["schema"], value)]
        content = answer.get("content", {})
        if status == 304 or method == "HEAD":
            return found + (["a body"] if body else [])
        if media not in content:
            return [*found, f"{status} as {media}"]
        if media.endswith("json"):
            value = json.loads(body)
            told = value[:LONG_ENOUGH] if isinstance(value, list) else value
            found += self.faults_of_value(content[media]["schema"], told)
        return found
