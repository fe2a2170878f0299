import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A call that passes through the proxy. */
export interface Call {
  method?: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** Listens to the calls that pass. If it returns true, the call goes no further, and its caller gets no answer. */
export interface Listener {
  /** Runs before the call is passed on. */
  asked?(call: Call): boolean | Promise<boolean>;
  /** Runs after the call was answered, before the answer goes back. */
  answered?(call: Call, answer: { status?: number; body: string }): boolean | Promise<boolean>;
}

/** Passes every call on to `target` unchanged. */
export async function proxyTo(
  target: string,
  { answered, asked }: Listener,
): Promise<{ endpoint: string; close(): void }> {
  const { hostname, port } = new URL(target);
  const server = createServer(async (incoming, outgoing) => {
    try {
      const sent = await buffer(incoming);
      const { headers, method, url = "" } = incoming;
      const call = { headers, method, url, body: sent.toString("utf8") };
      if (await asked?.(call)) return void outgoing.destroy();
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const onward = request({ hostname, port, method, path: url, headers }, resolve);
        onward.once("error", reject).end(sent);
      });
      const body = await buffer(answer);
      const { statusCode: status } = answer;
      const isLost = await answered?.(call, { status, body: body.toString("utf8") });
      if (isLost) return void outgoing.destroy();
      outgoing.writeHead(status ?? 502, answer.headers).end(body);
    } catch {
      outgoing.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What a call creates, by operation and name. Undefined if it creates nothing. */
export function creation({ body, headers, method, url }: Call): string | undefined {
  const target = headers["x-amz-target"];
  if (typeof target === "string") {
    const operation = target.slice(target.indexOf(".") + 1);
    if (!operation.startsWith("Create")) return undefined;
    const { AliasName, Description, Name } = JSON.parse(body) as Record<string, string>;
    const region = headers.authorization?.split("/")[2] ?? "";
    return `${operation} ${AliasName ?? Name ?? Description} ${region}`;
  }
  const action = /(?:^|&)Action=(Create\w+)/.exec(body)?.[1];
  if (action) return `${action} ${/(?:^|&)RoleName=([^&]+)/.exec(body)?.[1]}`;
  if (method !== "POST" || !url.startsWith("/clusters")) return undefined;
  const input = body ? (JSON.parse(body) as Record<string, string>) : {};
  const name = input.name ?? input.nodegroupName ?? input.addonName ?? input.serviceAccount;
  return name && `POST ${url} ${name}`;
}
