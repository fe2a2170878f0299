import { connect } from "node:net";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "../../sandbox/wire/signature/canonical-request";
import type { Credentials } from "./support";

/** A request that a test signs, and may damage afterwards. */
export interface RawRequest {
  method?: string;
  path?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string;
  service?: string;
  region?: string;
  signingDate?: Date;
  /** Leaves out the header with the body's hash. Defaults to false. */
  undeclared?: boolean;
}

/** What came back. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** The request of `GetCallerIdentity`. */
export const IDENTITY: RawRequest = {
  service: "sts",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: "Action=GetCallerIdentity&Version=2011-06-15",
};

export const SECRETS: RawRequest = {
  service: "secretsmanager",
  headers: {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "secretsmanager.ListSecrets",
  },
  body: "{}",
};
export const CLUSTERS: RawRequest = { service: "eks", method: "GET", path: "/clusters" };

/** The error's code in an answer. */
export const codeOf = (text: string): string =>
  /<Code>(.*)<\/Code>/.exec(text)?.[1] ?? JSON.parse(text).__type;

/** Sends a request in each of the three protocols. `spoil` changes its signed headers. */
export function sendSpoilt(
  endpoint: string,
  credentials: Credentials,
  spoil: (headers: Record<string, string>) => Record<string, string>,
): Promise<{ status: number; code: string; text: string }[]> {
  return Promise.all(
    [IDENTITY, SECRETS, CLUSTERS].map(async (request) => {
      const headers = spoil({ ...(await sign(endpoint, credentials, request)) });
      const { status, text } = await send(endpoint, request, headers);
      return { status, code: codeOf(text), text };
    }),
  );
}

/** Signs a request as the SDKs do, and returns its headers. */
export async function sign(
  endpoint: string,
  credentials: Credentials,
  request: RawRequest,
): Promise<Record<string, string>> {
  const { hostname, port, host } = new URL(endpoint);
  const { headers } = await signer(credentials, request).sign(
    {
      method: request.method ?? "POST",
      protocol: "http:",
      hostname,
      port: Number(port),
      path: request.path ?? "/",
      query: request.query ?? {},
      headers: { host, ...request.headers },
      body: request.body ?? "",
    },
    { ...(request.signingDate && { signingDate: request.signingDate }) },
  );
  return headers;
}

/** The URL of a presigned `GetCallerIdentity`, with these signed headers. */
export async function presignIdentity(
  endpoint: string,
  credentials: Credentials,
  {
    expiresIn,
    headers = {},
    signingDate = new Date(),
  }: {
    expiresIn: number;
    headers?: Record<string, string>;
    signingDate?: Date;
  },
): Promise<string> {
  const { hostname, port, host } = new URL(endpoint);
  const { query = {} } = await signer(credentials, { service: "sts" }).presign(
    {
      method: "GET",
      protocol: "http:",
      hostname,
      port: Number(port),
      path: "/",
      query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
      headers: { host, ...headers },
    },
    { expiresIn, signingDate, unhoistableHeaders: new Set(Object.keys(headers)) },
  );
  return `${endpoint}/?${new URLSearchParams(query as Record<string, string>)}`;
}

/** Sends a request with these headers. */
export async function send(
  endpoint: string,
  request: RawRequest,
  headers: Record<string, string>,
): Promise<RawAnswer> {
  const { host: _host, ...others } = headers;
  const query = Object.entries(request.query ?? {})
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");
  const method = request.method ?? "POST";
  const response = await fetch(`${endpoint}${request.path ?? "/"}${query && `?${query}`}`, {
    method,
    headers: others,
    ...(method !== "GET" && { body: request.body ?? "" }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Signs and sends. */
export async function call(
  endpoint: string,
  credentials: Credentials,
  request: RawRequest,
): Promise<RawAnswer> {
  return send(endpoint, request, await sign(endpoint, credentials, request));
}

/** Writes bytes to the sandbox's socket, and returns everything that comes back until the socket closes. */
export function exchange(
  endpoint: string,
  ...pieces: (string | Buffer | { wait: number })[]
): Promise<string> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ECONNRESET" && error.code !== "EPIPE") reject(error);
    });
    socket.on("close", () => resolve(text));
    socket.on("connect", async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return;
        if (typeof piece === "object" && "wait" in piece) {
          await new Promise((done) => setTimeout(done, piece.wait));
        } else if (!socket.write(piece)) {
          await new Promise((done) => {
            socket.once("drain", done);
            socket.once("close", done);
          });
        }
      }
    });
  });
}

function signer(
  credentials: Credentials,
  { service = "sts", region = "us-east-1", undeclared = false }: RawRequest,
) {
  return new SignatureV4({
    credentials,
    service,
    region,
    sha256: Sha256,
    applyChecksum: !undeclared,
  });
}
