import { timingSafeEqual } from "node:crypto";
import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type AccountRecord, ensureAccount } from "../identity/records/accounts";
import { STATE_FILES } from "../store/lmdb-store";
import type { Answer } from "../wire/messages/answer";
import type { HttpRequest } from "../wire/messages/http-request";
import type { Platform } from "../wire/messages/service";
import { parseJsonBody } from "../wire/protocols/json-body";

/** One operation of the sandbox's own side, under `/_sandbox/`: JSON in, JSON out. */
export interface ControlRoute {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/_sandbox`, with labels such as `{name}`, e.g. `/exec`. */
  path: string;
  /** Body members, query parameters and labels arrive as one object. Throws `ControlError` for the caller's mistakes. */
  handle(input: Record<string, unknown>, now: Date): unknown;
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

/** A part of the answer to `GET /_sandbox/status`. */
export type StatusPart = () => Record<string, unknown>;

export type ControlHandler = (request: HttpRequest) => Promise<Answer>;

/** Makes the handler of `/_sandbox/`: the sandbox's own routes, and those of other parts. */
export function createControl(
  platform: Platform,
  token: string,
  clock: () => Date,
  routes: ControlRoute[],
  status: StatusPart[],
): ControlHandler {
  const all: ControlRoute[] = [...ownRoutes(platform, status), ...routes];
  return async (request) => {
    try {
      if (!isBearer(request.headers.authorization, token)) {
        throw new ControlError(401, "the control token is missing or wrong");
      }
      const path = request.rawPath.slice("/_sandbox".length);
      for (const route of all) {
        const labels = route.method === request.method && matchPath(route.path, path);
        if (!labels) continue;
        const body = readBody(request);
        const input = { ...body, ...Object.fromEntries(request.query), ...labels };
        return json(200, (await route.handle(input, clock())) ?? {});
      }
      throw new ControlError(404, `no such control operation: ${request.method} ${path}`);
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      return json(error.status, { error: error.message });
    }
  };
}

function ownRoutes(platform: Platform, status: StatusPart[]): ControlRoute[] {
  const { store } = platform;
  return [
    {
      method: "GET",
      path: "/status",
      handle: () =>
        Object.assign(
          {
            pid: process.pid,
            endpoint: platform.endpoint,
            accounts: store
              .list<AccountRecord>(["account"])
              .map(({ value: { account, name, region } }) => ({ id: account, name, region })),
          },
          ...status.map((part) => part()),
        ),
    },
    {
      method: "POST",
      path: "/accounts",
      handle: ({ id, name, region, partition }, now) => {
        if (typeof id !== "string" || !/^\d{12}$/.test(id)) {
          throw new ControlError(400, `id must be twelve digits, got ${JSON.stringify(id)}`);
        }
        return {
          id,
          name,
          region,
          ...ensureAccount(store, id, {
            now,
            ...(typeof name === "string" && { name }),
            ...(typeof region === "string" && { region }),
            ...(typeof partition === "string" && { partition }),
          }),
        };
      },
    },
    {
      method: "POST",
      path: "/copy",
      handle: async ({ directory }) => {
        if (typeof directory !== "string" || directory === "") {
          throw new ControlError(400, "directory must be the path of the copy's state directory");
        }
        await store.copyTo(directory);
        copyOtherFiles(platform.directory, directory);
        return {};
      },
    },
  ];
}

function copyOtherFiles(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isFile() && !STATE_FILES.includes(entry.name)) {
      copyFileSync(join(from, entry.name), join(to, entry.name));
    }
  }
}

function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? "");
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const expected = template.split("/");
  const given = path.split("/");
  if (expected.length !== given.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const segment = given[index] ?? "";
    if (!part.startsWith("{")) {
      if (part !== segment) return undefined;
      continue;
    }
    try {
      labels[part.slice(1, -1)] = decodeURIComponent(segment);
    } catch {
      throw new ControlError(400, "the path is not URL-encoded UTF-8");
    }
  }
  return labels;
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
