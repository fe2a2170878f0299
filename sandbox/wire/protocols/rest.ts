import type { HttpRequest } from "../messages/http-request";
import { AwsError } from "../messages/operation";
import type { RestService } from "../messages/service";
import { jsonAnswers, lacks } from "./json-answers";
import { parseJsonBody } from "./json-body";
import type { Protocol } from "./protocol";

const UNKNOWN_STATUS = 404;

/** JSON over paths. A query parameter given more than once is a list, given once a string. */
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
