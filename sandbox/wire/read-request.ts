import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import type { HttpRequest } from "./messages";

export class BodyTooLargeError extends Error {}

export class MalformedAddressError extends Error {}

export async function readRequest(message: IncomingMessage, limit: number): Promise<HttpRequest> {
  if (Number(message.headers["content-length"] ?? 0) > limit) throw new BodyTooLargeError();
  const address = message.url ?? "/";
  const mark = address.indexOf("?");
  const rawPath = mark < 0 ? address : address.slice(0, mark);
  if (!rawPath.startsWith("/")) throw new MalformedAddressError();
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  return {
    method: message.method ?? "GET",
    rawPath,
    query: mark < 0 ? [] : readQuery(address.slice(mark + 1)),
    headers,
    body: await readBody(message, limit),
    isSecure: message.socket instanceof TLSSocket,
  };
}

async function readBody(message: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // A refused request must stay open until its answer is sent.
  for await (const chunk of message.iterator({ destroyOnReturn: false })) {
    length += chunk.length;
    if (length > limit) throw new BodyTooLargeError();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function readQuery(text: string): [string, string][] {
  return text
    .split("&")
    .filter((field) => field !== "")
    .map((field) => {
      const equals = field.indexOf("=");
      const name = equals < 0 ? field : field.slice(0, equals);
      const value = equals < 0 ? "" : field.slice(equals + 1);
      try {
        return [decodeURIComponent(name), decodeURIComponent(value)];
      } catch {
        throw new MalformedAddressError();
      }
    });
}
