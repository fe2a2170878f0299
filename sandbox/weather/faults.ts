import { setTimeout as sleep } from "node:timers/promises";
import { denied } from "../identity/authorisation/access-check";
import type { BefallCluster } from "../kubernetes/api/cluster-call";
import { StatusError } from "../kubernetes/model/status-error";
import type { Befall } from "../wire/dispatch";
import type { Answer } from "../wire/messages";
import { clusterFailed, clusterThrottled, failed, throttled } from "./create-weather";
import { RENEWED } from "./decisions";

export const FAULT_KINDS = ["refused", "throttled", "failed", "lost", "late"] as const;

/** A fault of one single call. */
export interface Fault {
  /** Caller and call: `provider iam:CreateRole`, `command kubernetes:list pods`. */
  call: string;
  /** The number of the affected call, from 1. */
  nth: number;
  kind: (typeof FAULT_KINDS)[number];
}

interface Faults {
  befall: Befall;
  befallCluster: BefallCluster;
  /** Plans faults for future calls, and starts to note calls. */
  plan(faults: readonly Fault[]): void;
  /** The calls since then in order, and the faults that happened. */
  noted(): { calls: string[]; happened: Fault[] };
}

/** Delay of a late answer, in milliseconds of AWS's time. */
const LATE = 30_000;

/** Applies planned faults to single calls, before any weather. `pace`: how slow AWS is. */
export function createFaults(
  weather: { befall?: Befall; befallCluster?: BefallCluster },
  pace: number,
): Faults {
  const inAws: Befall = weather.befall ?? ((_call, answer) => answer());
  const inCluster: BefallCluster = weather.befallCluster ?? ((_call, answer) => answer());
  let planned: readonly Fault[] | undefined;
  let calls: string[] = [];
  let happened: Fault[] = [];

  const befallen = async (
    { caller, userAgent }: { caller: { arn: string }; userAgent: string },
    name: string,
    answer: () => Promise<Answer>,
    errors: Record<"refused" | "throttled" | "failed", () => Error>,
  ): Promise<Answer> => {
    if (!planned || RENEWED.test(caller.arn)) return answer();
    const call = `${callerOf(userAgent)} ${name}`;
    calls.push(call);
    const nth = calls.filter((one) => one === call).length;
    const fault = planned.find((one) => one.call === call && one.nth === nth);
    if (!fault) return answer();
    happened.push(fault);
    if (fault.kind === "lost") return { ...(await answer()), isLost: true };
    if (fault.kind !== "late") throw errors[fault.kind]();
    const late = await answer();
    await sleep(LATE * pace);
    return late;
  };

  return {
    befall: (call, answer) => {
      const { caller, operation, service } = call;
      const action = `${service}:${operation}`;
      const because = ` because no identity-based policy allows the ${action} action`;
      return befallen(call, action, () => inAws(call, answer), {
        refused: () => denied(caller, { action, resource: "*" }, because, "planned"),
        throttled: () => throttled(service),
        failed: () => failed(1),
      });
    },
    befallCluster: (call, answer) => {
      const { caller, resource, verb } = call;
      const said = `${resource} is forbidden: User "${caller.arn}" cannot ${verb} resource "${resource}"`;
      return befallen(call, `kubernetes:${verb} ${resource}`, () => inCluster(call, answer), {
        refused: () => new StatusError(403, "Forbidden", said),
        throttled: () => clusterThrottled(),
        failed: () => clusterFailed(1, resource),
      });
    },
    plan: (faults) => {
      planned = faults;
      calls = [];
      happened = [];
    },
    noted: () => ({ calls, happened }),
  };
}

/** The engine itself calls KMS, which encrypts the states' secrets. */
function callerOf(userAgent: string): string {
  if (userAgent.includes("pulumi-resource-")) return "provider";
  return userAgent.startsWith("aws-sdk-go") ? "engine" : "command";
}
