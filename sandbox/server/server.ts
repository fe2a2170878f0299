import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type ControlHandler, createControl } from "../control/control";
import { createPlatform } from "../identity/platform";
import type { Store } from "../store/store";
import { createDispatch } from "../wire/dispatch";
import type { Answer } from "../wire/messages/answer";
import type { HttpRequest } from "../wire/messages/http-request";
import { BodyTooLargeError, MalformedAddressError, readRequest } from "../wire/read-request";
import { refusal, refuseMalformed } from "../wire/refusal";
import { createServices, type Parts } from "./services";

export interface SandboxServerOptions {
  store: Store;
  /** The store's directory, where services keep their files beside it. */
  directory: string;
  /** Port on 127.0.0.1. Defaults to a free one. */
  port?: number;
  /** Whoever knows it may use the control API. */
  controlToken: string;
  /** Defaults to the machine's clock. */
  clock?: () => Date;
  /** Milliseconds in which a client must have sent its request. Defaults to 20,000. */
  requestTimeout?: number;
  /** Told of errors that are the sandbox's own fault. Defaults to standard error. */
  report?: (error: unknown) => void;
}

export interface SandboxServer {
  /** `http://127.0.0.1:PORT` */
  endpoint: string;
  /** Stops listening and closes every connection; the state stays open. */
  close(): Promise<void>;
}

const BODY_LIMIT = 1024 * 1024;
const HEADER_LIMIT = 64 * 1024;
/** Milliseconds in which a client may go on sending what was refused. */
const LINGER = 1000;

/** Serves the accounts' AWS services on one loopback port. */
export async function startServer(options: SandboxServerOptions): Promise<SandboxServer> {
  const clock = options.clock ?? (() => new Date());
  const report = options.report ?? ((error) => console.error(error));
  const timeout = options.requestTimeout ?? 20_000;
  let handle: RequestHandler | undefined;
  const server = createServer(
    {
      maxHeaderSize: HEADER_LIMIT,
      headersTimeout: Math.min(timeout, 10_000),
      requestTimeout: timeout,
      connectionsCheckingInterval: Math.min(timeout, 1000),
      keepAliveTimeout: 30_000,
    },
    (message, response) => void handle?.(message, response),
  );
  server.on("clientError", refuseMalformed);
  server.on("checkExpectation", (message, response) => void handle?.(message, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const platform = createPlatform(options.store, options.directory, endpoint);
  const parts = createServices(platform, clock, report);
  const dispatch = createDispatch(platform, parts.services, clock, report);
  const control = createControl(
    platform,
    options.controlToken,
    clock,
    parts.controlRoutes,
    parts.status,
  );
  handle = createHandler(dispatch, control, parts.handlers, report);
  for (const part of parts.background) part.start();
  return {
    endpoint,
    close: async () => {
      await Promise.all(parts.background.map((part) => part.close()));
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

type RequestHandler = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

function createHandler(
  dispatch: ReturnType<typeof createDispatch>,
  control: ControlHandler,
  handlers: Parts["handlers"],
  report: (error: unknown) => void,
): RequestHandler {
  return async (message, response) => {
    const requestId = randomUUID();
    try {
      const request = await readRequest(message, BODY_LIMIT);
      const own = request.rawPath.startsWith("/_sandbox/") ? await control(request) : undefined;
      const answer = own ?? (await firstAnswer(handlers, request));
      send(response, answer ?? (await dispatch(request, requestId)), requestId);
    } catch (error) {
      if (error instanceof BodyTooLargeError) {
        const text = "The request body is larger than 1 MiB";
        send(response, refusal(413, "RequestEntityTooLargeException", text), requestId, message);
      } else if (error instanceof MalformedAddressError) {
        const text = "The address is not URL-encoded UTF-8";
        send(response, refusal(400, "MalformedInput", text), requestId, message);
      } else if (!message.complete) {
        response.destroy();
      } else {
        report(error);
        const text = "The sandbox failed to answer";
        send(response, refusal(500, "InternalFailure", text), requestId, message);
      }
    }
  };
}

async function firstAnswer(
  handlers: Parts["handlers"],
  request: HttpRequest,
): Promise<Answer | undefined> {
  if (!request.rawPath.startsWith("/_")) return undefined;
  for (const handler of handlers) {
    const answer = await handler(request);
    if (answer) return answer;
  }
  return undefined;
}

/** Sends an answer; one to a `refused` request is the last of its connection. */
function send(
  response: ServerResponse,
  answer: Answer,
  requestId: string,
  refused?: IncomingMessage,
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(answer.status, {
    "content-type": answer.contentType,
    "x-amzn-requestid": requestId,
    ...answer.headers,
    ...(refused && { connection: "close" }),
  });
  response.end(answer.body);
  if (!refused) return;
  // A client that is still sending would lose the answer if the connection were cut at once.
  refused.resume();
  const timer = setTimeout(() => refused.destroy(), LINGER);
  refused.once("close", () => clearTimeout(timer));
}
