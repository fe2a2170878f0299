import { type Successor, successors } from "eks-pod-secrets/grant";
import { formerLoss } from "eks-pod-secrets/losses";
import { stackName } from "../../../stacks/stack-plan";
import type { AskedSuccession } from "../values/former-values";
import type { Confirmation } from "./confirmations";
import type { PlannedRun } from "./planned-run";

const DAY = 24 * 60 * 60 * 1000;

/**
 * The old secrets whose time is over: they have no value, or their successors have had one for as long as the inventory says; and no
 * stack of readers names them. To delete them needs no more confirmation than the inventory's own words.
 */
export async function formersThatGo(run: PlannedRun, now = new Date()): Promise<Confirmation[]> {
  if (run.operation !== "up") return [];
  const running = new Set(run.stacks.map(({ name }) => name));
  const asked = successors(run.zone).filter(({ former }) =>
    running.has(stackName(former.account, "secrets")),
  );
  if (asked.length === 0) return [];
  const { successionOf } = await import("../values/former-values.js");
  const found = await Promise.all(
    asked.map(async (secret) => {
      const known = await successionOf(secret, "up");
      if (!isOver(secret, known, now)) return [];
      const readers = await stacksThatRead(run, secret, known.oldArn ?? "");
      if (readers.length > 0) return [];
      const { says } = formerLoss(secret, known.state === "no value" ? undefined : known.since);
      const name = secret.former.id;
      return [{ option: "yes-remove" as const, name, needsNoName: true as const, says }];
    }),
  );
  return found.flat();
}

function isOver(
  { former }: Successor,
  { oldArn, since, state }: AskedSuccession,
  now: Date,
): boolean {
  if (oldArn === undefined) return false;
  if (state === "no value") return true;
  if (since === undefined || (state !== "copied" && state !== "own value")) return false;
  return now.getTime() - since.getTime() >= former.keepDays * DAY;
}

/** The stacks of readers whose last deployment still named the old secret. */
async function stacksThatRead(
  { held, stateOf }: PlannedRun,
  { grants }: Successor,
  arn: string,
): Promise<string[]> {
  const names = new Set(grants.map(({ reader }) => stackName(reader.cluster.account, "workloads")));
  const there = [...names].filter((name) => held.has(name));
  const states = await Promise.all(there.map(stateOf));
  return there.filter((_, index) => JSON.stringify(states[index]).includes(arn));
}
