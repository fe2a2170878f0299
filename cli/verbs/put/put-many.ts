import { isUtf8 } from "node:buffer";
import type { LandingZone } from "eks-pod-secrets/grant";
import type { AccountAccess } from "../../aws/account-access";
import { messageOf, UserError } from "../../terminal/errors";
import { readAtMost } from "../../terminal/output-file";
import { checkJsonParts, valuesFromJson } from "./json-parts";
import { LIMIT as PARAMETER_LIMIT } from "./put-parameter";
import type { PutManyAnswer } from "./shape";
import { LIMIT, readBytes, type SecretValue } from "./standard-input";
import { accessTo, send, type Target, targetOf } from "./target";

/** The largest size of all values together, in bytes. */
const MOST = 50_000_000;

type Told = PutManyAnswer["values"][number];

/**
 * Puts all values of a JSON file, or of standard input (`-`). Everything that can be checked (names, values and credentials) is
 * checked before the first value is put. A failure does not stop the others.
 */
export async function putMany(
  zone: LandingZone,
  { inventory, source }: { inventory: string; source: string },
  tell: (one: Told, target: Target) => void,
): Promise<PutManyAnswer> {
  const values = await readValues(source);
  const puts: { target: Target; value: SecretValue }[] = [];
  for (const [name, value] of values) {
    const target = targetOf(zone, name, inventory, `a key of ${source}`);
    await checkValue(target, value);
    puts.push({ target, value });
  }
  const accesses = new Map<string, AccountAccess>();
  for (const { target } of puts) {
    if (!accesses.has(placeOf(target))) accesses.set(placeOf(target), await accessTo(target));
  }
  const told: Told[] = [];
  for (const { target, value } of puts) {
    const one = await put(target, value, accesses.get(placeOf(target)));
    tell(one, target);
    told.push(one);
  }
  const isDone = told.every(({ result }) => result !== "failed");
  return { result: isDone ? "done" : "incomplete", values: told };
}

async function readValues(source: string): Promise<Map<string, SecretValue>> {
  const bytes =
    source === "-"
      ? await readBytes(0, MOST)
      : await readAtMost(source, MOST, "name a JSON file of values, or - for standard input");
  if (bytes.length >= MOST)
    throw new UserError(`all values must be at most ${MOST} bytes together`);
  const name = source === "-" ? "standard input" : source;
  if (!isUtf8(bytes)) throw new UserError(`${name} must be UTF-8 text, got other bytes`);
  return valuesFromJson(bytes.toString("utf8"), name);
}

async function checkValue({ kind, object }: Target, value: SecretValue): Promise<void> {
  const { length } = value.bytes;
  const most = kind === "parameter" ? PARAMETER_LIMIT : LIMIT;
  if (length > most) {
    throw new UserError(`the value of ${object.id} must be at most ${most} bytes, got ${length}`);
  }
  await checkJsonParts(value, object.grants).catch((error: unknown) => {
    throw new UserError(`${object.id}: ${messageOf(error)}`);
  });
}

function placeOf({ object: { account, region } }: Target): string {
  return `${account.id} ${region}`;
}

async function put(
  target: Target,
  value: SecretValue,
  access: AccountAccess | undefined,
): Promise<Told> {
  const { account, id, region } = target.object;
  try {
    return await send(target, value, access);
  } catch (error) {
    const place = { kind: target.kind, name: id, account: account.id, region };
    return { ...place, result: "failed", reason: messageOf(error) };
  }
}
