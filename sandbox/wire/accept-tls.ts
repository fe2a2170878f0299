import { constants } from "node:crypto";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";

import { refuseMalformed } from "./refusal";
import type { Certificate } from "./tls/certificate";
import type { WaitingConnections } from "./waiting-connections";

/** The first byte of a TLS handshake, with which no request of HTTP begins. */
const HANDSHAKE = 0x16;

/** Lets a server of HTTP take connections over TLS, too, on the same port: the first byte tells them apart. */
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
        // It takes over what was read, and the reading.
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
