import { AwsError, type HttpRequest, type JsonService, type RestService } from "../messages";
import type { Protocol, RequestFault } from "./protocol";

/** JSON 1.1. A header names the operation. */
export function jsonProtocol(service: JsonService): Protocol {
  const prefix = `${service.targetPrefix}.`;
  return {
    ...jsonAnswers(service, {
      contentType: "application/x-amz-json-1.1",
      unknownStatus: 400,
      faultStatus: 400,
      messageMember: service.messageMember,
    }),
    parse: (request) => {
      const target = request.headers["x-amz-target"] ?? "";
      if (request.method !== "POST" || !target.startsWith(prefix)) {
        throw new AwsError(
          "UnknownOperationException",
          `${service.signingName} has no operation ${JSON.stringify(target)}`,
        );
      }
      return { operation: target.slice(prefix.length), input: parseJsonBody(request.body) };
    },
  };
}

const CODES: Record<RequestFault, string> = {
  missing: "MissingAuthenticationTokenException",
  incomplete: "IncompleteSignatureException",
  mismatch: "InvalidSignatureException",
  unknown: "UnrecognizedClientException",
  expired: "ExpiredTokenException",
};

interface Style {
  contentType: string;
  unknownStatus: number;
  /** Status of an error before an operation runs. */
  faultStatus: number;
  deniedStatus?: number;
  messageMember?: string;
}

function jsonAnswers(service: JsonService | RestService, style: Style): Omit<Protocol, "parse"> {
  const { contentType, deniedStatus, messageMember = "message" } = style;
  return {
    lacks: (operation) => lacks(service, operation, style.unknownStatus),
    result: (_operation, output) => ({ status: 200, contentType, body: jsonBody(output) }),
    error: ({ code, message, status }) => ({
      status: code === "AccessDeniedException" ? (deniedStatus ?? status) : status,
      contentType,
      headers: { "x-amzn-ErrorType": code },
      body: JSON.stringify({ __type: code, [messageMember]: message }),
    }),
    fault: (fault, message) => new AwsError(CODES[fault], message, style.faultStatus),
  };
}

function lacks(
  { signingName }: JsonService | RestService,
  operation: string,
  status: number,
): AwsError {
  return new AwsError(
    "UnknownOperationException",
    `${signingName} has no operation ${operation} in this sandbox, which lacks it`,
    status,
  );
}

const MAX_DEPTH = 64;

export function parseJsonBody(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new AwsError("SerializationException", "The request body is not JSON", 400);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AwsError("SerializationException", "The request body must be a JSON object", 400);
  }
  if (!isShallow(value, MAX_DEPTH)) {
    throw new AwsError("SerializationException", "The request body is nested too deeply", 400);
  }
  return value as Record<string, unknown>;
}

/** Writes an output: dates as epoch seconds, bytes as base64. */
function jsonBody(output: unknown): string {
  return JSON.stringify(plain(output ?? {}));
}

export function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((entry) => isShallow(entry, depth - 1));
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plain(entry)]));
}

const UNKNOWN_STATUS = 404;

/** JSON over paths. A repeated query parameter is a list, a single one a string. */
export function restProtocol(service: RestService): Protocol {
  const routes = Object.entries(service.routes).map(([operation, route]) => {
    const [method = "", path = ""] = route.split(" ");
    return { operation, method, path };
  });
  return {
    ...jsonAnswers(service, {
      contentType: "application/json",
      unknownStatus: UNKNOWN_STATUS,
      faultStatus: 403,
      deniedStatus: service.deniedStatus,
    }),
    parse: (request) => {
      for (const { method, path, operation } of routes) {
        if (method !== request.method) continue;
        const labels = match(path, request.rawPath);
        if (labels) {
          const body = parseJsonBody(request.body);
          return { operation, input: { ...body, ...queryOf(request), ...labels } };
        }
      }
      throw lacks(service, `${request.method} ${request.rawPath}`, UNKNOWN_STATUS);
    },
  };
}

function match(template: string, rawPath: string): Record<string, string> | undefined {
  const expected = template.split("/");
  const given = rawPath.split("/");
  if (given.length !== expected.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const segment = given[index] ?? "";
    if (part.startsWith("{")) {
      if (segment === "") return undefined;
      labels[part.slice(1, -1)] = decode(segment);
    } else if (part !== segment) return undefined;
  }
  return labels;
}

function queryOf({ query }: HttpRequest): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of query) {
    if (name.startsWith("X-Amz-")) continue;
    const before = result[name];
    result[name] = before === undefined ? value : [before, value].flat();
  }
  return result;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new AwsError("InvalidRequestException", "The path is not URL-encoded UTF-8", 400);
  }
}
