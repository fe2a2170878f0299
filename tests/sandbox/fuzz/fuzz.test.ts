import { deepStrictEqual, ok } from "node:assert/strict";
import { XMLParser } from "fast-xml-parser";
import type { Service } from "../../../sandbox/wire/messages";
import { offeredServices } from "../input-members/offered-services";
import { exchange, type RawAnswer, type RawRequest, send, sign } from "../raw";
import { A, type TestSandbox, withSandbox } from "../support";
import { type Random, randomFrom } from "./random";
import { FIRST, RAW, requestOf, spoil } from "./random-requests";
import { randomValues } from "./random-values";
import type { Shape } from "./shape";
import shapes from "./shapes.json";

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 300);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_127);
/** After this many requests, what was deleted is made again. */
const MAKE_FIRST_EVERY = 100;
/** The longest time of an answer on a busy machine, in milliseconds. */
const LIMIT = 15_000;

const xml = new XMLParser({ parseTagValue: false });

describe("any request to the sandbox", function () {
  this.timeout(REQUESTS * 200 + 60_000);
  const { sandbox } = withSandbox({ requestTimeout: 3000 });

  it(`is answered, and by no fault of the sandbox: ${REQUESTS} from seed ${SEED}`, async () => {
    const random = randomFrom(SEED);
    const { accessKeyId } = sandbox.administrator(A);
    const organization = { id: "o-exampleorg", managementAccount: A };
    await sandbox.control("PUT", "/organization", organization);
    const values = randomValues(random, ["administrator", accessKeyId]);
    const services = offeredServices(sandbox.store, sandbox.directory);
    const operations = services.flatMap((service) =>
      Object.keys(service.operations).map((operation) => ({ service, operation })),
    );
    const faults: string[] = [];
    let succeeded = 0;
    const ask = async (request: RawRequest): Promise<void> => {
      const answer = await answerOf(sandbox, request);
      if (answer === undefined) return;
      if (answer.status >= 500) faults.push(`${JSON.stringify(request)}: ${answer.text}`);
      if (answer.status >= 300) return;
      succeeded += 1;
      values.learn(parsed(answer));
    };
    const makeFirst = async () => {
      for (const [name, operation, input] of FIRST) {
        const service = services.find(({ signingName }) => signingName === name) as Service;
        const named = Object.entries(input).map(([member, value]) => [
          member,
          value === "KeyId" ? values.newest("KeyId") : value,
        ]);
        const whole = Object.fromEntries(named);
        await ask(requestOf(service, operation, shapeFor(service, operation), whole));
      }
    };
    for (let number = 0; number < REQUESTS; number += 1) {
      if (number % MAKE_FIRST_EVERY === 0) await makeFirst();
      if (random.chance(0.02)) await exchangeNonsense(random, sandbox.endpoint);
      const { service, operation } = random.pick(operations);
      const shape = shapeFor(service, operation);
      const whole = requestOf(service, operation, shape, values.input(shape));
      await ask(random.chance(0.08) ? spoil(random, whole) : whole);
    }
    deepStrictEqual({ faults, failures: sandbox.failures }, { faults: [], failures: [] });
    console.log(`      ${succeeded} succeeded`);
    // If almost all requests were refused at once, the answers would mean little.
    ok(succeeded > REQUESTS / 6, `only ${succeeded} succeeded`);
  });
});

function shapeFor({ signingName }: Service, operation: string): Shape {
  const all: Record<string, Record<string, unknown>> = shapes;
  return all[signingName]?.[operation] as Shape;
}

/** Undefined if the client itself cannot send such a request. */
async function answerOf(sandbox: TestSandbox, request: RawRequest): Promise<RawAnswer | undefined> {
  const { endpoint } = sandbox;
  let headers: Record<string, string>;
  try {
    headers = await sign(endpoint, sandbox.administrator(A), request);
    new Request(`${endpoint}${request.path ?? "/"}`, { headers });
  } catch {
    return undefined;
  }
  return inTime(send(endpoint, request, headers), JSON.stringify(request));
}

async function exchangeNonsense(random: Random, endpoint: string): Promise<void> {
  const text = random.pick(RAW);
  const answer = await inTime(exchange(endpoint, text), text);
  ok(!/^HTTP\/1.1 5/.test(answer), `${JSON.stringify(text)}: ${answer}`);
}

function inTime<T>(answer: Promise<T>, asked: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no answer in ${LIMIT} ms: ${asked.slice(0, 2000)}`)),
      LIMIT,
    );
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function parsed({ text, headers }: RawAnswer): unknown {
  if (text === "") return undefined;
  return headers.get("content-type")?.includes("xml") ? xml.parse(text) : JSON.parse(text);
}
