import { isMapping } from "iam-proof/collections";
import type { CheckFailure } from "./provider";
import { containsUnknown, isUnknown, type Properties, type Property, type Schema } from "./values";

export interface Checked {
  /** The inputs with JSON documents as text. */
  inputs: Properties;
  failures: CheckFailure[];
}

/** Checks inputs against a schema, but for the engine's own, which begin with `__`: unknown names, missing and wrong values, and what the stand-in refuses. */
export function checkInputs(type: string, schema: Schema, news: Properties): Checked {
  const failures: CheckFailure[] = [];
  const given = Object.fromEntries(
    Object.entries(news).filter(([name, value]) => !name.startsWith("__") && value !== null),
  );
  const inputs = checkFields(type, schema, given, "", failures);
  return { inputs, failures };
}

function checkFields(
  type: string,
  schema: Schema,
  values: Properties,
  prefix: string,
  failures: CheckFailure[],
): Properties {
  const checked: Properties = {};
  for (const [name, value] of Object.entries(values)) {
    const property = schema[name];
    const path = prefix + name;
    if (value === null || value === undefined) continue;
    if (!property) {
      failures.push({ property: path, reason: `${path} is not a property of ${type}` });
    } else if (property.refused) {
      failures.push({ property: path, reason: `${path} is refused: ${property.refused}` });
    } else {
      checked[name] = checkValue(type, property, value, path, failures);
    }
  }
  for (const [name, property] of Object.entries(schema)) {
    if (property.required && checked[name] === undefined && !values[name]) {
      failures.push({ property: prefix + name, reason: `${prefix}${name} is required` });
    }
  }
  return checked;
}

function checkValue(
  type: string,
  property: Property,
  value: unknown,
  path: string,
  failures: CheckFailure[],
): unknown {
  if (isUnknown(value)) return value;
  const { shape } = property;
  const refuse = (reason: string) => {
    failures.push({ property: path, reason: `${path} ${reason}` });
    return value;
  };
  const accept = (accepted: unknown) => {
    const reason = property.problem?.(accepted as never);
    return reason === undefined ? accepted : refuse(reason);
  };

  switch (shape.kind) {
    case "string":
      if (typeof value === "number" || typeof value === "boolean") return accept(String(value));
      return typeof value === "string" ? accept(value) : refuse("must be a string");
    case "boolean":
      if (value === "true" || value === "false") return accept(value === "true");
      return typeof value === "boolean" ? accept(value) : refuse("must be a boolean");
    case "number": {
      const numeric = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      if (typeof numeric !== "number" || Number.isNaN(numeric)) return refuse("must be a number");
      return accept(numeric);
    }
    case "json": {
      if (typeof value !== "string") {
        return containsUnknown(value) ? unknownOf(value) : accept(JSON.stringify(value));
      }
      try {
        JSON.parse(value);
      } catch (error) {
        return refuse(`contains an invalid JSON: ${(error as Error).message}`);
      }
      return accept(value);
    }
    case "any":
      return accept(value);
    case "map": {
      if (!isMapping(value)) return refuse("must be a map of strings");
      return accept(
        Object.fromEntries(
          Object.entries(value)
            .filter(([, item]) => item !== null)
            .map(([key, item]) => [key, typeof item === "object" ? item : String(item)]),
        ),
      );
    }
    case "list":
    case "set":
      if (!Array.isArray(value)) return refuse("must be a list");
      return accept(
        value.map((item, index) => checkValue(type, shape.of, item, `${path}[${index}]`, failures)),
      );
    case "object":
      if (!isMapping(value)) return refuse("must be an object");
      return accept(checkFields(type, shape.fields, value, `${path}.`, failures));
  }
}

/** A document with an unknown part is unknown as a whole: the service gets it as one text. */
function unknownOf(value: unknown): unknown {
  if (isUnknown(value)) return value;
  const items = Array.isArray(value) ? value : Object.values(value as object);
  return unknownOf(items.find(containsUnknown));
}
