import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";

import type { Answer } from "./messages/answer";

/** An answer to what never became a call: as the JSON protocols write errors. */
export function refusal(status: number, code: string, message: string): Answer {
  return {
    status,
    contentType: "application/json",
    headers: { "x-amzn-ErrorType": code },
    body: JSON.stringify({ __type: code, message }),
  };
}

/** What cannot be read as HTTP at all, or comes too slowly, is answered in AWS's shape too, then cut off. */
export function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  // Before its handshake is done, a connection over TLS can carry no answer.
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
