import { Agent, createServer, type IncomingMessage, request as send } from "node:http";
import type { AddressInfo, Server } from "node:net";

/** Lets a server listen on a port of this machine; answers its endpoint. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What went through, by `service:Operation`. */
export interface CountedRequests {
  endpoint: string;
  answered: ReadonlyMap<string, number>;
  /** Those that were told to slow down. */
  throttled: ReadonlyMap<string, number>;
  close(): void;
}

/** A port that leads to `endpoint`, and counts the requests to AWS that go through it. */
export async function countRequests(endpoint: string): Promise<CountedRequests> {
  const agent = new Agent({ keepAlive: true });
  const [answered, throttled] = [new Map<string, number>(), new Map<string, number>()];
  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    const operation = operationOf(incoming, body);
    const { headers, method, url } = incoming;
    const onward = { agent, headers, method };
    const upstream = send(new URL(url ?? "/", endpoint), onward, async (answer) => {
      const text = await bodyOf(answer);
      if (operation) count(isThrottling(answer, text) ? throttled : answered, operation);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(text);
    });
    upstream.on("error", () => outgoing.destroy());
    upstream.end(body);
  });
  return {
    answered,
    throttled,
    endpoint: await listen(server),
    close: () => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** `kms:CreateKey`, or `eks:POST` where the path tells the rest. Undefined for a request that nobody signed. */
function operationOf({ headers, method }: IncomingMessage, body: Buffer): string | undefined {
  const [, service] =
    /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
  if (service === undefined) return undefined;
  const target = String(headers["x-amz-target"] ?? "")
    .split(".")
    .at(-1);
  const action = new URLSearchParams(body.toString("latin1")).get("Action");
  return `${service}:${target || action || method}`;
}

function isThrottling({ statusCode = 0 }: IncomingMessage, text: Buffer): boolean {
  return (
    statusCode >= 400 &&
    /Throttling|TooManyRequests|RequestLimitExceeded/.test(text.toString("latin1"))
  );
}

function count(into: Map<string, number>, operation: string): void {
  into.set(operation, (into.get(operation) ?? 0) + 1);
}
