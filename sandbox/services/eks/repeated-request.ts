import { createHash } from "node:crypto";

import type { AccessCheck } from "../../identity/authorisation/access-check";
import { invalidParameter } from "../../operations/input/refusals";
import type { Request, Run } from "../../operations/service";
import type { StoreKey } from "../../store/store";

/** A call that was answered: below `["eks-request", account, region, clientRequestToken]`. */
interface RequestRecord {
  /** Hash of the operation and its input. */
  digest: string;
  /** What the caller had to be allowed, which a repeated call must be allowed too. */
  checks: AccessCheck[];
  answer: unknown;
}

/** An operation that takes `clientRequestToken`: called again with the same token and input, it answers the same. */
export function repeatable(run: Run): Run {
  return async (request) => {
    const { platform, call, input } = request;
    const token = input.optionalText("clientRequestToken", { min: 1, max: 1024 });
    if (token === undefined) return run(request);
    const key: StoreKey = ["eks-request", call.caller.account, call.region, hash(token)];
    const digest = hash(JSON.stringify([request.action, input.members]));
    const before = platform.store.get<RequestRecord>(key);
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
    platform.store.transaction((writer) => writer.put(key, { digest, checks, answer }));
    return answer;
  };
}

function repeated({ platform, call }: Request, before: RequestRecord, digest: string): unknown {
  for (const check of before.checks) platform.authorise(call, check);
  if (before.digest === digest) return before.answer;
  throw invalidParameter("clientRequestToken was used before, by a request with other parameters");
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
