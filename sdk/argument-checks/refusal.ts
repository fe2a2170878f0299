import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { isMapping } from "iam-proof/collections";
import { formatPath, type Problem, sentence } from "../rules/problem";
import { given, parentOf, settled } from "./whole";

/** Throws the first problem, if there is one, as an error that names the property. */
export function reject([problem]: Problem[]): void {
  if (!problem) return;
  const propertyPath = formatPath(problem.path);
  throw new pulumi.InputPropertyError({ propertyPath, reason: sentence(problem) });
}

/** A resource that the engine always fails to create. */
class Refusal extends pulumi.ComponentResource {
  constructor(name: string, reason: string, opts: pulumi.ComponentResourceOptions) {
    super("eks-pod-secrets:index:Refusal", name, { reason }, opts);
    this.registerOutputs();
  }
}

/**
 * Ends the run with the reason, and never returns. A rejected output does not end a run: in an inline program of the Automation
 * API, everything that depends on it waits for ever. So the engine is given a resource that it refuses. With mocks, which refuse
 * nothing, this rejects.
 */
export function endRun(
  name: string,
  reason: string,
  parent: pulumi.Resource | undefined,
): Promise<never> {
  const error = new pulumi.RunError(reason);
  const refuse = () => {
    throw error;
  };
  const refusal = new Refusal(name, reason, {
    parent,
    ...(mayHook() && {
      hooks: { beforeCreate: [new pulumi.ResourceHook(name, refuse, { onDryRun: true })] },
    }),
  });
  return new Promise((_, reject) => {
    refusal.urn.apply(async () => {
      // A stack trace would only point here, not to the component.
      if (!mayHook()) return reject(Object.assign(error, { stack: undefined }));
      // Only a run whose targets leave the refusal out comes here. A second resource with its name ends any run.
      await pulumi.log.error(reason, refusal);
      new Refusal(name, reason, { parent });
    });
  });
}

/** Whether resources can have hooks. Pulumi's mocks have none, and would wait for one for ever. */
export function mayHook(): boolean {
  return "registerResourceHook" in (pulumi.runtime.getMonitor() ?? {});
}

/** Members of resources that their types do not declare. */
interface Placed {
  __pulumiType?: string;
}

/**
 * What a hook finds by comparing a resource's inputs before and after an update. A value that a preview does not know is
 * `pulumi.unknown`.
 */
type Finding<I> = (before: I, after: I) => string[];

/**
 * A hook that runs before each update of a resource, and before its preview. If `find` finds something, `act` is called. Both see
 * stand-ins in place of secrets. The hook's name contains the types of the resource's parents, so it is as unique as the URN.
 * Pulumi waits for ever for a hook whose name is taken.
 */
export function beforeUpdate<I extends object>(
  name: string,
  parent: pulumi.Resource | undefined,
  find: Finding<I>,
  act: (found: string[], urn: string) => void | Promise<void>,
): pulumi.ResourceHook[] {
  if (!mayHook()) return [];
  // In an inline program, messages logged outside its own context reach no engine.
  const run = AsyncResource.bind(
    async ({ newInputs = {}, oldInputs = {}, urn }: pulumi.ResourceHookArgs) => {
      const [before, after] = await withoutSecrets([oldInputs, newInputs]);
      const found = find(before as I, after as I);
      if (found.length > 0) await act(found, urn);
    },
  );
  const hook = [...typesOf(parent), name].join("$");
  return [new pulumi.ResourceHook(hook, run, { onDryRun: true })];
}

/** The options of a component, with these hooks added before its update. */
export function withHooks(
  opts: pulumi.ComponentResourceOptions = {},
  hooks: pulumi.ResourceHook[],
): pulumi.ComponentResourceOptions {
  if (hooks.length === 0) return opts;
  const beforeUpdate = [...(opts.hooks?.beforeUpdate ?? []), ...hooks];
  return { ...opts, hooks: { ...opts.hooks, beforeUpdate } };
}

function typesOf(resource: pulumi.Resource | undefined): string[] {
  if (!resource) return [];
  return [...typesOf(parentOf(resource)), (resource as Placed).__pulumiType ?? ""];
}

/**
 * The inputs with a stand-in for each secret; equal secrets get equal stand-ins. Of everything that a hook receives, only outputs
 * are secret.
 */
async function withoutSecrets(inputs: object[]): Promise<unknown[]> {
  const secrets: Promise<unknown>[] = [];
  given(inputs, (one) => secrets.push(settled(one)));
  const texts = [...new Set(textsIn(await Promise.all(secrets)))];
  const shown = (value: unknown): unknown => {
    if (typeof value === "string" && texts.includes(value)) {
      return `[secret ${texts.indexOf(value) + 1}]`;
    }
    return mapInner(value, shown);
  };
  return Promise.all(inputs.map(async (one) => shown(await settled(one))));
}

function textsIn(value: unknown): string[] {
  const texts = typeof value === "string" ? [value] : [];
  mapInner(value, (inner) => texts.push(...textsIn(inner)));
  return texts;
}

function mapInner(value: unknown, map: (inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(map);
  if (!isMapping(value) || pulumi.isUnknown(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, map(inner)]));
}
