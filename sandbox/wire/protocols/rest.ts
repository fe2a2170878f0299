import type { Protocol, RequestFault } from "../messages/answer";
import type { HttpRequest } from "../messages/http-request";
import { AwsError } from "../messages/operation";
import type { RestService } from "../messages/service";
import { jsonBody, parseJsonBody } from "./json-body";

const CODES: Record<RequestFault, string> = {
  missing: "MissingAuthenticationTokenException",
  incomplete: "IncompleteSignatureException",
  mismatch: "InvalidSignatureException",
  unknown: "UnrecognizedClientException",
  expired: "ExpiredTokenException",
};

/** JSON over paths: EKS and EKS Auth. A query parameter given more than once is a list, given once a string. */
export function restProtocol(service: RestService): Protocol {
  return {
    parse: (request) => {
      for (const { method, path, operation } of service.routes) {
        if (method !== request.method) continue;
        const labels = match(path, request.rawPath);
        if (labels) {
          const body = parseJsonBody(request.body);
          return { operation, input: { ...body, ...queryOf(request), ...labels } };
        }
      }
      throw new AwsError(
        "UnknownOperationException",
        `${service.signingName} has no operation ${request.method} ${request.rawPath} in this sandbox, which lacks it`,
        404,
      );
    },
    lacks: (operation) =>
      new AwsError(
        "UnknownOperationException",
        `${service.signingName} has no operation ${operation} in this sandbox, which lacks it`,
        404,
      ),
    result: (_operation, output) => ({
      status: 200,
      contentType: "application/json",
      body: jsonBody(output),
    }),
    error: ({ code, message, status }) => ({
      status: code === "AccessDeniedException" && service.signingName === "eks" ? 403 : status,
      contentType: "application/json",
      headers: { "x-amzn-ErrorType": code },
      body: JSON.stringify({ __type: code, message }),
    }),
    fault: (fault, message) => new AwsError(CODES[fault], message, 403),
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
