import * as pulumi from "@pulumi/pulumi";
import { addTo } from "iam-proof/collections";
import {
  type LeftResource,
  outputAt,
  type RunRecord,
  resourcesDigest,
  valuesDigest,
} from "./run-record";

/** The part of the engine's messages that is used. */
interface Request {
  getType(): string;
  getCustom(): boolean;
  getTok(): string;
}

interface Response {
  getUrn(): string;
  getId(): string;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  getResult(): number;
}

type Call = (request: Request, ended: (error: unknown, response: Response) => void) => unknown;

/** What was observed of a run of the program. */
interface Observed {
  /** Why it could not be observed. */
  failure?: unknown;
  left: LeftResource[];
  /** Values of outputs of other stacks, by `STACK PATH`. */
  values: Map<string, { stack: string; path: string; value: unknown }>;
  again: Set<string>;
}

/** The current run, if it is recorded. A thread runs the program for one stack at a time. */
let observed: Observed | undefined;

/** Questions of the program whose answers do not decide what it registers: it reads its own stack, or things that do not change. */
const HARMLESS = [
  /^pulumi:pulumi:(?:readStackOutputs|readStackResourceOutputs|getResource)$/,
  // A provider only accepts credentials of the inventory's account and region.
  /^aws:index\/(?:getCallerIdentity:getCallerIdentity|getRegion:getRegion)$/,
  // Whether a role still has the policies of revoke. Deleting one by hand is drift.
  /^aws:iam\/getRolePolicies:getRolePolicies$/,
  // The command itself compares the cluster of that name.
  /^aws:eks\/getCluster:getCluster$/,
  // A stack keeps the network that it chose, and a subnet stays in its VPC and zone.
  /^aws:ec2\/(?:getVpcs:getVpcs|getSubnets:getSubnets|getSubnet:getSubnet)$/,
];

/**
 * Observes from now on what the program registers. Returns a function that makes the record once everything declared by then is
 * registered. There is no record if a resource fails. If the record itself cannot be made, the run is deployed without one.
 */
export function observeRun(): (fingerprint: () => string) => Promise<RunRecord | null> {
  const run: Observed = { left: [], values: new Map(), again: new Set() };
  observed = run;
  let declared = 0;
  let registered = 0;
  let tell = () => {};
  const see = (name: string, seen: (request: Request, response: Response) => void) => {
    const monitor = pulumi.runtime.getMonitor() as unknown as Record<string, Call>;
    const call = monitor[name]?.bind(monitor);
    monitor[name] = (request, ended) =>
      call?.(request, (error, response) => {
        try {
          if (!error) seen(request, response);
        } catch (failure) {
          run.failure ??= failure;
        }
        ended(error, response);
        if (declared === registered) tell();
      });
  };
  pulumi.runtime.registerStackTransformation(({ opts }) => {
    // A resource with a URN was made by another process and is only looked up.
    if (opts.urn === undefined) declared += 1;
    return undefined;
  });
  see("readResource", () => {
    registered += 1;
  });
  see("invoke", (request) => {
    const token = request.getTok();
    if (!HARMLESS.some((one) => one.test(token))) noteAgain(`asks AWS by ${token}`);
  });
  see("registerResource", (request, response) => {
    if (request.getType() === "pulumi:pulumi:Stack") return;
    registered += 1;
    if (response.getResult() !== 0) noteAgain("did not do all that it was to do");
    const urn = response.getUrn();
    const custom = request.getCustom();
    const outputs = custom ? response.getObject()?.toJavaScript() : undefined;
    run.left.push({ urn, custom, id: response.getId(), ...(outputs && { outputs }) });
  });
  return async (fingerprint) => {
    if (declared !== registered) await new Promise<void>((resolve) => (tell = resolve));
    try {
      if (run.failure !== undefined) throw run.failure;
      return recordOf(run, fingerprint());
    } catch (failure) {
      void pulumi.log.warn(
        `what this run went by cannot be recorded, so eks-pod-secrets up --changed runs ${pulumi.getStack()} again: ${messageOf(failure)}`,
      );
      return null;
    }
  };
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}

function recordOf({ again, left, values }: Observed, fingerprint: string): RunRecord {
  const reads = new Map<string, string[]>();
  for (const { path, stack } of values.values()) addTo(reads, stack, path);
  return {
    fingerprint,
    resources: resourcesDigest(left),
    reads: Object.fromEntries([...reads].map(([stack, paths]) => [stack, paths.sort()])),
    values: valuesDigest([...values].map(([read, { value }]) => [read, value])),
    ...(again.size > 0 && { again: [...again].sort() }),
  };
}

/** Notes what the program reads from another stack's outputs. `path`: such as `secrets/orders`. */
export function noteRead(stack: string, path: string, outputs: Record<string, unknown>): void {
  observed?.values.set(`${stack} ${path}`, { stack, path, value: outputAt(outputs, path) });
}

/** Notes why the next run may register something else although nothing has changed, in words that follow `it`. */
export function noteAgain(why: string): void {
  observed?.again.add(why);
}
