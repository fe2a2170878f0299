import type { Service } from "../../../sandbox/wire/messages/service";
import type { RawRequest } from "../raw";
import type { Random } from "./random";
import type { Shape } from "./shape";

/** A call of an operation as a client would send it, whatever its input holds. */
export function requestOf(
  service: Service,
  operation: string,
  shape: Shape,
  input: Record<string, unknown>,
): RawRequest {
  const common = { service: service.signingName };
  switch (service.protocol) {
    case "json":
      return {
        ...common,
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": `${service.targetPrefix}.${operation}`,
        },
        body: jsonOf(input),
      };
    case "rest":
      return { ...common, ...restRequest(service.routes[operation] ?? "GET /", shape, input) };
    default: {
      const form = new URLSearchParams({ Action: operation, Version: service.version });
      flatten(input, "", service.protocol === "query" ? "member." : "", form);
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      return { ...common, headers, body: form.toString() };
    }
  }
}

function restRequest(
  route: string,
  { members = {} }: Shape,
  input: Record<string, unknown>,
): RawRequest {
  const [method = "GET", template = "/"] = route.split(" ");
  const at = (location: string | undefined) =>
    Object.entries(input).filter(([name]) => members[name]?.location === location);
  const path = template.replace(/\{(\w+)\}/g, (_, label) =>
    encodeURIComponent(wellFormed(textOf(input[label]))),
  );
  const query = Object.fromEntries(
    at("querystring").map(([name, value]) => [name, wellFormed(textOf(value))]),
  );
  return {
    method,
    path,
    query,
    ...(method !== "GET" && { body: jsonOf(Object.fromEntries(at(undefined))) }),
  };
}

/** Writes a value into the form of a query: `Tags.member.1.Key`. */
function flatten(value: unknown, name: string, item: string, form: URLSearchParams): void {
  const below = (key: string) => (name === "" ? key : `${name}.${key}`);
  if (Array.isArray(value)) {
    value.forEach((one, index) => {
      flatten(one, below(`${item}${index + 1}`), item, form);
    });
  } else if (typeof value === "object" && value !== null) {
    for (const [key, held] of Object.entries(value)) flatten(held, below(key), item, form);
  } else if (name !== "") {
    form.append(name, textOf(value));
  }
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}

/** URLs hold no half of a character. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** Spoils a request that is whole: what no client sends. */
export function spoil(random: Random, request: RawRequest): RawRequest {
  const { body = "", path = "/", headers = {} } = request;
  return random.pick<() => RawRequest>([
    () => ({ ...request, body: body.slice(0, body.length / 2) }),
    () => ({ ...request, body: `${body}\u0000\ufffd` }),
    () => ({ ...request, body: "[".repeat(5000) }),
    () => ({ ...request, body: '{"a":'.repeat(200) }),
    () => ({ ...request, body: "a=%".repeat(100) }),
    () => ({ ...request, body: `${"Tags.member.1.Key=x&".repeat(20)}Tags.member.99999.Key=` }),
    () => ({ ...request, method: random.pick(["GET", "PUT", "DELETE", "PATCH", "OPTIONS"]) }),
    () => ({ ...request, path: `${path}/../..//%2e%2e` }),
    () => ({
      ...request,
      path: random.pick(["/%", "/%ff", "/clusters/%00", "/_sandbox/", "//", "/clusters"]),
    }),
    () => ({ ...request, query: { "X-Amz-Date": "x", Action: "" } }),
    () => ({ ...request, service: random.pick(["s3", "iam", "", "kms", "eks", "x".repeat(500)]) }),
    () => ({ ...request, region: random.pick(["", "nowhere", "us-east-1/x"]) }),
    () => ({ ...request, headers: { ...headers, "content-type": "text/plain" } }),
    () => ({ ...request, headers: { ...headers, "x-amz-target": "TrentService." } }),
    () => ({ ...request, headers: { ...headers, "x-amz-target": "TrentService.__proto__" } }),
    () => ({ ...request, headers: { ...headers, "content-encoding": "gzip" } }),
    () => ({ ...request, signingDate: new Date(0) }),
  ])();
}
