import { Agent, request } from "node:http";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** What the clients are to do. */
export interface Load {
  endpoint: string;
  readers: Reader[];
  /** Connections, each of which sends its next read when the last one is answered. */
  clients: number;
  seconds: number;
}

/** What came of it. */
export interface Reads {
  /** Answered with the value; any other answer ends the run. */
  reads: number;
  seconds: number;
  /** From sending to the whole answer: of the middle read, and of all but the slowest hundredth. */
  milliseconds: { median: number; most: number };
}

async function main(): Promise<void> {
  const { clients, endpoint, readers, seconds }: Load = JSON.parse(await text(process.stdin));
  const signed = await Promise.all(readers.map((reader) => signedRead(endpoint, reader)));
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const times: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;

  const client = async (index: number) => {
    for (let turn = index; performance.now() < end; turn++) {
      const sent = performance.now();
      await send(endpoint, signed[turn % signed.length] as SignedRead, agent);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));

  const elapsed = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? Number.NaN;
  const milliseconds = { median: at(0.5), most: at(0.99) };
  const reads: Reads = { reads: times.length, seconds: elapsed, milliseconds };
  process.stdout.write(JSON.stringify(reads));
  agent.destroy();
}

function send(endpoint: string, { body, headers }: SignedRead, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = request(endpoint, { agent, headers, method: "POST" }, (answer) => {
      let said = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => {
        said += part;
      });
      answer.on("end", () => {
        if (answer.statusCode === 200 && said.includes("SecretString")) resolve();
        else reject(new Error(`the sandbox must answer with the value, got ${said}`));
      });
    });
    sending.on("error", reject);
    sending.end(body);
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

/** Who reads which secret. */
interface Reader {
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  /** Name or ARN. */
  secretId: string;
}

/** A `GetSecretValue` request, signed; it can be sent again as long as its signature is young. */
interface SignedRead {
  headers: Record<string, string>;
  body: string;
}

/** Has the SDK sign one read, without sending it. Done once a reader, so that signing does not bound the rate. */
async function signedRead(
  endpoint: string,
  { credentials, secretId }: Reader,
): Promise<SignedRead> {
  let signed: SignedRead | undefined;
  const keep = async ({ body, headers }: SignedRead) => {
    signed = { body, headers };
    return { response: { statusCode: 200, headers: {}, body: Readable.from(["{}"]) } };
  };
  const client = new SecretsManagerClient({
    ...{ endpoint, credentials, region: "us-east-1" },
    requestHandler: { handle: keep, metadata: { handlerProtocol: "http/1.1" } },
  });
  await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  if (!signed) throw new Error("the SDK must hand over the request that it signed");
  return signed;
}
