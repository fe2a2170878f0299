import { timingSafeEqual } from "node:crypto";
import { Input } from "../operations/input/input";
import type { InputDialect } from "../operations/input/input-dialect";
import type { Handler } from "../wire/http-server";
import type { Answer, HttpRequest } from "../wire/messages";
import { parseJsonBody } from "../wire/protocols/json";

/** One operation of the sandbox's own API, under `/_sandbox/`: JSON in, JSON out. */
export interface ControlRoute {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  /** Body members and query parameters arrive as one input. Throws `ControlError` for the caller's mistakes. */
  handle(input: Input, now: Date): unknown;
}

/** An error of the control API, answered as `{"error": message}`. */
export class ControlError extends Error {
  constructor(
    public readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export type StatusPart = () => Record<string, unknown>;

const PREFIX = "/_sandbox";

const DIALECT: InputDialect = {
  isMissing: (value) => value === undefined || value === null || value === "",
  convert: (_kind, value) => value,
  missing: (member) => new ControlError(400, `${member} must be given`),
  wrongKind: (member, kind) => new ControlError(400, `${member} must be ${kind}`),
  ruleBroken: (member, rule) => new ControlError(400, `${member}: ${rule}`),
};

export function createControl(routes: ControlRoute[], token: string, clock: () => Date): Handler {
  return async (request) => {
    if (!request.rawPath.startsWith(`${PREFIX}/`)) return undefined;
    try {
      if (!isBearer(request.headers.authorization, token)) {
        throw new ControlError(401, "the control token is missing or wrong");
      }
      const path = request.rawPath.slice(PREFIX.length);
      const route = routes.find((each) => each.method === request.method && each.path === path);
      if (!route)
        throw new ControlError(404, `no such control operation: ${request.method} ${path}`);
      const members = { ...readBody(request), ...Object.fromEntries(request.query) };
      return json(200, (await route.handle(new Input(members, DIALECT), clock())) ?? {});
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      return json(error.status, { error: error.message });
    }
  };
}

function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? "");
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function readBody(request: HttpRequest): Record<string, unknown> {
  try {
    return parseJsonBody(request.body);
  } catch (error) {
    throw new ControlError(400, error instanceof Error ? error.message : String(error));
  }
}

function json(status: number, value: unknown): Answer {
  return { status, contentType: "application/json", body: JSON.stringify(value) };
}
