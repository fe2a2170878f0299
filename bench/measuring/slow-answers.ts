import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Holds back what a server on this machine answers, as the way to AWS does: a port that leads to `endpoint`. */
export async function slowAnswers(
  endpoint: string,
  milliseconds: number,
): Promise<{ endpoint: string; close(): void }> {
  const port = Number(new URL(endpoint).port);
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    client.pipe(upstream);
    upstream.on("data", (data: Buffer) => setTimeout(() => client.write(data), milliseconds));
    upstream.on("end", () => setTimeout(() => client.end(), milliseconds));
    endTogether(client, upstream);
  });
  return { endpoint: await listen(server), close: () => void server.close() };
}

function endTogether(client: Socket, upstream: Socket): void {
  for (const socket of [client, upstream]) {
    socket.on("error", () => {
      client.destroy();
      upstream.destroy();
    });
  }
}

/** Lets a server listen on a port of this machine; answers its endpoint. */
async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
