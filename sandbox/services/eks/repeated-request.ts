import { createHash } from "node:crypto";
import type { AccessCheck } from "../../identity/authorisation/access-check";
import { invalidParameter } from "../../operations/input/refusals";
import type { Request, Run } from "../../operations/service";
import type { StoreKey, StoreWriter } from "../../store/store";
import type { Call } from "../../wire/messages";

/** How long a token is known, as for ECS: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html */
const KNOWN = 24 * 60 * 60 * 1000;

/** A call that was answered: below `["eks-request", account, region, day, clientRequestToken]`. */
interface RequestRecord {
  answeredAt: Date;
  /** Hash of the operation and its input. */
  digest: string;
  /** The checks of the first call, which a repeated call must pass too. */
  checks: AccessCheck[];
  answer: unknown;
}

/** An operation with `clientRequestToken`: the same token and input get the same answer again. */
export function repeatable(run: Run): Run {
  return async (request) => {
    const { platform, call, input } = request;
    const token = input.optionalText("clientRequestToken", { min: 1, max: 1024 });
    if (token === undefined) return run(request);
    const digest = hash(JSON.stringify([request.action, input.members]));
    const before = findAnswered(request, token);
    if (before) return repeated(request, before, digest);
    const checks: AccessCheck[] = [];
    const answer = await run({
      ...request,
      platform: {
        ...platform,
        authorise: (asked, check) => {
          platform.authorise(asked, check);
          checks.push(check);
        },
      },
    });
    platform.store.transaction((writer) => {
      forgetOld(request, writer);
      const record: RequestRecord = { answeredAt: call.now, digest, checks, answer };
      writer.put(keyOf(call, call.now, token), record);
    });
    return answer;
  };
}

function findAnswered({ platform, call }: Request, token: string): RequestRecord | undefined {
  const since = new Date(call.now.getTime() - KNOWN);
  return [call.now, since]
    .map((day) => platform.store.get<RequestRecord>(keyOf(call, day, token)))
    .find((record) => record && record.answeredAt > since);
}

/** Removes, once a day, the records of days whose tokens have all expired. */
function forgetOld({ platform: { store }, call }: Request, writer: StoreWriter): void {
  const place = [call.caller.account, call.region] as const;
  const today = dayOf(call.now);
  if (store.get(["eks-request-day", ...place]) === today) return;
  const oldest = dayOf(new Date(call.now.getTime() - KNOWN));
  for (const { key } of store.list(["eks-request", ...place])) {
    const [, , , day = ""] = key;
    if (day < oldest) writer.remove(key);
  }
  writer.put(["eks-request-day", ...place], today);
}

function keyOf({ caller, region }: Call, day: Date, token: string): StoreKey {
  return ["eks-request", caller.account, region, dayOf(day), hash(token)];
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function repeated({ platform, call }: Request, before: RequestRecord, digest: string): unknown {
  for (const check of before.checks) platform.authorise(call, check);
  if (before.digest === digest) return before.answer;
  throw invalidParameter("clientRequestToken was used before, by a request with other parameters");
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
