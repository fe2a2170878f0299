import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** Stands before the sandbox and counts what was created. */
export interface CountingProxy {
  endpoint: string;
  /** How often each resource was created, by account, operation and name. */
  creations: Map<string, number>;
  close(): void;
}

const DRAWN = /-[0-9a-f]{7}(?= |$)/;

/** Passes every call on to `target` as it is, and counts those that create something and succeed. */
export async function countingProxy(target: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(target);
  const creations = new Map<string, number>();
  const server = createServer(async (incoming, outgoing) => {
    try {
      const body = await buffer(incoming);
      const { headers, method, url: path } = incoming;
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const onward = request({ hostname, port, method, path, headers }, resolve);
        onward.once("error", reject).end(body);
      });
      const answered = await buffer(answer);
      const name = creation(incoming, body.toString("utf8"));
      if (name && answer.statusCode === 200) {
        // Names that Pulumi ends by drawing lots count as one: a second draw is a second creation.
        const created = `${accountIn(answered.toString("utf8"))} ${name.replace(DRAWN, "")}`;
        creations.set(created, (creations.get(created) ?? 0) + 1);
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(answered);
    } catch {
      outgoing.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    creations,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What a call creates, by operation and name; undefined where it creates nothing. */
function creation(
  { headers, method, url = "" }: IncomingMessage,
  body: string,
): string | undefined {
  const target = headers["x-amz-target"];
  if (typeof target === "string") {
    const operation = target.slice(target.indexOf(".") + 1);
    if (!operation.startsWith("Create")) return undefined;
    const { AliasName, Description, Name } = JSON.parse(body) as Record<string, string>;
    return `${operation} ${AliasName ?? Name ?? Description} ${regionOf(headers.authorization)}`;
  }
  const action = /(?:^|&)Action=(Create\w+)/.exec(body)?.[1];
  if (action) return `${action} ${/(?:^|&)RoleName=([^&]+)/.exec(body)?.[1]}`;
  if (method !== "POST" || !url.startsWith("/clusters")) return undefined;
  const input = body ? (JSON.parse(body) as Record<string, string>) : {};
  const name = input.name ?? input.nodegroupName ?? input.addonName ?? input.serviceAccount;
  return name && `POST ${url} ${name}`;
}

/** Account of the ARN of what was created; an alias has none in its answer. */
function accountIn(answer: string): string {
  return /arn:aws:\w+:[\w-]*:(\d{12}):/.exec(answer)?.[1] ?? "-";
}

function regionOf(authorization = ""): string {
  return authorization.split("/")[2] ?? "";
}
