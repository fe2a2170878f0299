import { constants, randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import type { Answer } from "./messages";
import type { Certificate } from "./tls/certificate";

/** Connections without a call in progress: they sent nothing, part of a request, or nothing after an answer. */
interface WaitingConnections {
  /** Adds one. If there are too many, closes the one that has waited longest. Anyone on this machine can open connections. */
  add(connection: Socket): void;
  remove(connection: Socket): void;
  cutAll(): void;
}

export function waitingConnections(most: number): WaitingConnections {
  const waiting = new Set<Socket>();
  const known = new WeakSet<Socket>();
  const remove = (connection: Socket) => {
    waiting.delete(connection);
  };
  return {
    remove,
    add(connection) {
      if (connection.destroyed) return;
      if (!known.has(connection)) connection.once("close", () => remove(connection));
      known.add(connection);
      // Moves it to the end of the queue.
      remove(connection);
      waiting.add(connection);
      const [oldest] = waiting;
      if (waiting.size > most) oldest?.destroy();
    },
    cutAll() {
      for (const connection of waiting) connection.destroy();
    },
  };
}

/** An answer to what never became a call, in the form of JSON protocols. */
export function refusal(status: number, code: string, message: string): Answer {
  return {
    status,
    contentType: "application/json",
    headers: { "x-amzn-ErrorType": code },
    body: JSON.stringify({ __type: code, message }),
  };
}

/** Answers invalid or too slow HTTP in AWS's form too, then closes the connection. */
export function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  // A TLS connection cannot carry an answer before its handshake.
  const isShakingHands = Reflect.get(socket, "secureConnecting") === true;
  if (error.code === "ECONNRESET" || !socket.writable || isShakingHands) {
    socket.destroy();
    return;
  }
  const [status, code] =
    error.code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? ["408 Request Timeout", "RequestTimeoutException"]
      : error.code === "HPE_HEADER_OVERFLOW"
        ? ["431 Request Header Fields Too Large", "RequestHeaderTooLargeException"]
        : ["400 Bad Request", "MalformedInput"];
  const body = JSON.stringify({ __type: code, message: "The request could not be read as HTTP" });
  socket.end(
    [
      `HTTP/1.1 ${status}`,
      "content-type: application/json",
      `content-length: ${Buffer.byteLength(body)}`,
      `x-amzn-requestid: ${randomUUID()}`,
      `x-amzn-ErrorType: ${code}`,
      "connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}

/** The first byte of a TLS handshake. No HTTP request starts with it. */
const HANDSHAKE = 0x16;

/** Lets an HTTP server accept TLS on the same port. The first byte shows which it is. */
export function acceptTls(
  server: Server,
  { certificate, key }: Certificate,
  waiting: WaitingConnections,
  firstByteTimeout: number,
): void {
  const secureContext = createSecureContext({
    ...{ cert: certificate, key, minVersion: "TLSv1.2" },
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  });
  const serveHttp = server.listeners("connection");
  const serve = (socket: Socket) => {
    waiting.add(socket);
    for (const listener of serveHttp) listener.call(server, socket);
  };
  server.removeAllListeners("connection");
  server.on("connection", (socket) => {
    const refuse = () =>
      refuseMalformed(Object.assign(new Error(), { code: "ERR_HTTP_REQUEST_TIMEOUT" }), socket);
    const fail = () => socket.destroy();
    waiting.add(socket);
    socket.setTimeout(firstByteTimeout, refuse);
    socket.once("error", fail);
    socket.once("data", (begin) => {
      waiting.remove(socket);
      socket.setTimeout(0);
      socket.removeListener("timeout", refuse);
      socket.removeListener("error", fail);
      socket.pause();
      socket.unshift(begin);
      if (begin[0] === HANDSHAKE) {
        // It takes over the bytes already read, and the reading.
        serve(
          new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: ["http/1.1"] }),
        );
      } else {
        serve(socket);
        socket.resume();
      }
    });
  });
}
