import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import { getOrMake } from "iam-proof/collections";
import { parseArn } from "iam-proof/names";
import { problemIf } from "../rules/problem";
import { computed } from "./check-arguments";
import { beforeUpdate, mayHook, reject, withHooks } from "./refusal";
import { settled, toldBy, warn } from "./whole";

/** Where a provider makes resources. A part is undefined if it is unknown: in a preview, or if the provider cannot ask AWS. */
interface Place {
  account?: string;
  region?: string;
}

/** The place of each provider, which is asked only once. The default providers of a run share one place. */
const places = new WeakMap<object, Promise<Place>>();

/** Where the component's AWS provider makes resources. */
function placeOf(component: pulumi.ComponentResource): Promise<Place> {
  const parent = { parent: component };
  const ask = async () => {
    const [account, region] = await Promise.all([
      textOf(getCallerIdentityOutput({}, parent).accountId),
      textOf(getRegionOutput({}, parent).region),
    ]);
    return { account, region };
  };
  const provider = component.getProvider("aws:index/getCallerIdentity:getCallerIdentity");
  return getOrMake(places, provider ?? pulumi.runtime.getMonitor() ?? component, ask);
}

async function textOf(answer: pulumi.Output<string>): Promise<string | undefined> {
  const text = await settled(answer).catch(() => undefined);
  return typeof text === "string" ? text : undefined;
}

/**
 * Returns a value after checking that the component's AWS provider works in the given account (an id, or that of an ARN) and in the
 * ARN's region. Otherwise, what is made from the value would be in the wrong place. A provider that cannot tell where it is passes,
 * as with mocks.
 */
export function inAccountOf<T>(
  component: pulumi.ComponentResource,
  name: string,
  argument: string,
  whose: pulumi.Input<string>,
  value: pulumi.Input<T>,
): pulumi.Output<pulumi.Unwrap<T>> {
  const checked = computed(component, name, { place: placeOf(component), whose }, (known) => {
    const { account = known.whose, region } = parseArn(known.whose) ?? {};
    const wanted = { account, region };
    for (const part of ["account", "region"] as const) {
      const given = known.place[part];
      if (!given || !wanted[part] || given === wanted[part]) continue;
      const says = `must be of ${part} ${given}, which the AWS provider is of, got ${known.whose}; give the component a provider of ${part} ${wanted[part]}`;
      reject(problemIf([argument], says));
    }
  });
  const passed: pulumi.Output<unknown> = pulumi.output(settled(checked).then(() => null));
  return passed.apply(() => pulumi.output<T>(value)) as pulumi.Output<pulumi.Unwrap<T>>;
}

/** Names, in a preview, the cluster that Kubernetes objects go to, when the component has no provider that says it. */
export function warnOfAmbientCluster(component: pulumi.ComponentResource, objects: string): void {
  const isGiven = component.getProvider("kubernetes:core/v1:ServiceAccount") !== undefined;
  if (isGiven || !pulumi.runtime.isDryRun() || !mayHook()) return;
  const message = `no Kubernetes provider is given: ${objects} will be in the cluster of ${ambientContext()}`;
  warn(component, message);
}

function ambientContext(): string {
  const config = new pulumi.Config("kubernetes");
  const context = config.get("context");
  if (config.get("kubeconfig")) return `context ${context ?? "current"} of kubernetes:kubeconfig`;
  const [file = ""] = (process.env.KUBECONFIG || join(homedir(), ".kube", "config")).split(
    delimiter,
  );
  return `context ${context ?? currentContext(file)} of ${file}`;
}

/** The current context that the file names; `current` if the file cannot be read. */
function currentContext(file: string): string {
  try {
    const text = readFileSync(file, "utf8");
    return /"?current-context"?:\s*["']?([^"',\s]+)/.exec(text)?.[1] ?? "current";
  } catch {
    return "current";
  }
}

interface Placed {
  /** Where the component was made. This is not an argument: only the state has it, so that the next run can compare. */
  madeIn?: Place;
}

/** What keeps a component's resources where they were made. */
interface Staying {
  inputs: { madeIn: Promise<Place> };
  options: pulumi.ComponentResourceOptions;
  /** Call this directly after the registration, which waits for it. */
  of(component: pulumi.ComponentResource): void;
}

/**
 * Refuses an update, and its preview, whose AWS provider is for another region or account. AWS's provider would create everything
 * again there, without its value, and delete the old one. `thing` says what is made.
 */
export function staying(
  kind: string,
  name: string,
  opts: pulumi.ComponentResourceOptions | undefined,
  thing: string,
  lost: string,
): Staying {
  let tell: (place: Promise<Place>) => void = () => undefined;
  const madeIn = new Promise<Place>((resolve) => {
    tell = resolve;
  });
  const hooks = beforeUpdate<Placed>(
    `${name}-${kind}-stay`,
    opts?.parent,
    (before, after) => moves(before, after, thing, lost),
    ([reason = ""]) => {
      throw new pulumi.RunError(toldBy(kind, name, opts?.parent, reason));
    },
  );
  return {
    inputs: { madeIn },
    options: withHooks(opts, hooks),
    of: (component) => tell(placeOf(component)),
  };
}

function moves(
  { madeIn: before = {} }: Placed,
  { madeIn: after = {} }: Placed,
  thing: string,
  lost: string,
): string[] {
  const ends = {
    account: "it cannot change what is in another account",
    region: `a new ${thing} would be made there, and the former be deleted ${lost}`,
  };
  return (["account", "region"] as const).flatMap((part) => {
    const old = before[part];
    const now = after[part];
    if (!old || !now || old === now) return [];
    return `the AWS provider must stay of ${part} ${old}, where the ${thing} is, got one of ${part} ${now}: ${ends[part]}; give it a provider of ${part} ${old}, and for ${part} ${now} add a component of another name`;
  });
}
