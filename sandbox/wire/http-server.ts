import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { acceptTls, refusal, refuseMalformed, waitingConnections } from "./connections";
import type { Answer, HttpRequest } from "./messages";
import { BodyTooLargeError, MalformedAddressError, readRequest } from "./read-request";
import type { ServerIdentity } from "./tls/certificate-authority";

export interface HttpServerOptions {
  /** Port on 127.0.0.1. Defaults to a free one. */
  port?: number;
  /** The certificate for clients that use TLS. */
  identity: ServerIdentity;
  /** Milliseconds within which a client must send its request. Defaults to 20,000. */
  requestTimeout?: number;
  report: (error: unknown) => void;
  /** The text for the caller about such an error. Undefined if the caller cannot help it. */
  faultText?: (error: unknown) => string | undefined;
}

/** A listening server, which answers once it has its handler. */
export interface HttpServer {
  endpoint: string;
  serve(handlers: Handler[]): void;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}

/** Answers a request, or undefined where it is meant for another handler. */
export type Handler = (request: HttpRequest, requestId: string) => Promise<Answer | undefined>;

const BODY_LIMIT = 1024 * 1024;
const HEADER_LIMIT = 64 * 1024;
/** Bytes of a streaming answer that its client may leave unread. */
const MOST_UNREAD = 16 * 1024 * 1024;
/** Most connections without a call in progress: ten times those of the busiest deployment. */
const MOST_WAITING = 512;
/** Milliseconds during which a client may go on sending a refused request. */
const LINGER = 1000;

export async function openHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const timeout = options.requestTimeout ?? 20_000;
  let handlers: Handler[] | undefined;
  const waiting = waitingConnections(MOST_WAITING);
  const handle = (message: IncomingMessage, response: ServerResponse) => {
    const { socket } = message;
    message.once("end", () => waiting.remove(socket));
    response.once("finish", () => waiting.add(socket));
    if (handlers) void answerRequest(handlers, message, response, options);
  };
  const server = createServer(
    {
      maxHeaderSize: HEADER_LIMIT,
      headersTimeout: Math.min(timeout, 10_000),
      requestTimeout: timeout,
      connectionsCheckingInterval: Math.min(timeout, 1000),
      keepAliveTimeout: 30_000,
    },
    handle,
  );
  acceptTls(server, options.identity, waiting, timeout);
  server.on("clientError", refuseMalformed);
  server.on("checkExpectation", handle);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (given) => {
      handlers = given;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      waiting.cutAll();
      await closed;
    },
  };
}

async function answerRequest(
  handlers: Handler[],
  message: IncomingMessage,
  response: ServerResponse,
  { faultText, report }: HttpServerOptions,
): Promise<void> {
  const requestId = randomUUID();
  const refuse = (status: number, code: string, text: string) =>
    send(response, refusal(status, code, text), requestId, message);
  try {
    const request = await readRequest(message, BODY_LIMIT);
    for (const handler of handlers) {
      const answer = await handler(request, requestId);
      if (answer) return send(response, answer, requestId);
    }
    throw new Error(`no handler answers ${request.rawPath}`);
  } catch (error) {
    if (error instanceof BodyTooLargeError) {
      refuse(413, "RequestEntityTooLargeException", "The request body is larger than 1 MiB");
    } else if (error instanceof MalformedAddressError) {
      refuse(400, "MalformedInput", "The address is not URL-encoded UTF-8");
    } else if (!message.complete) {
      response.destroy();
    } else {
      report(error);
      refuse(500, "InternalFailure", faultText?.(error) ?? "The sandbox failed to answer");
    }
  }
}

/** Sends an answer. After a `refused` request, the connection closes. */
function send(
  response: ServerResponse,
  answer: Answer,
  requestId: string,
  refused?: IncomingMessage,
): void {
  if (response.headersSent || response.destroyed) return;
  if (answer.isLost) {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, {
    "content-type": answer.contentType,
    "x-amzn-requestid": requestId,
    ...answer.headers,
    ...(refused && { connection: "close" }),
  });
  if (answer.follow) follow(response, answer.body, answer.follow);
  else response.end(answer.body);
  if (!refused) return;
  // A client that is still sending would lose the answer if the connection closed at once.
  refused.resume();
  const timer = setTimeout(() => refused.destroy(), LINGER);
  refused.once("close", () => clearTimeout(timer));
}

function follow(
  response: ServerResponse,
  body: Answer["body"],
  begin: NonNullable<Answer["follow"]>,
): void {
  response.flushHeaders();
  if (body.length > 0) response.write(body);
  const send = (text: string) => {
    response.write(text);
    if (response.writableLength > MOST_UNREAD) response.destroy();
  };
  const stop = begin({ send, end: () => response.end() });
  response.once("close", stop);
}
