import * as pulumi from "@pulumi/pulumi";
import { beforeUpdate, withHooks } from "../refusal";
import { toldBy } from "../whole";

/**
 * What a change of arguments takes away from somebody, in sentences that begin with the argument's name. Any value may be
 * `pulumi.unknown`, and any text may stand for a secret.
 */
export type Losses<A> = (before: A, after: A) => string[];

/**
 * The options of a component, with hooks that run before an update and in its preview. They warn of what the change takes away, and
 * refuse what cannot be done.
 */
export function tellingLosses<A extends object>(
  component: string,
  name: string,
  opts: pulumi.ComponentResourceOptions | undefined,
  losses: Losses<A>,
  refusals: Losses<A> = () => [],
): pulumi.ComponentResourceOptions {
  const warn = async (found: string[], urn: string) => {
    const resource = { urn: pulumi.output(urn) } as pulumi.Resource;
    for (const says of found) {
      await pulumi.log.warn(toldBy(component, name, opts?.parent, says), resource);
    }
  };
  const refuse = ([reason = ""]: string[]) => {
    throw new pulumi.RunError(toldBy(component, name, opts?.parent, reason));
  };
  return withHooks(opts, [
    ...beforeUpdate<A>(`${name}-${component}-losses`, opts?.parent, losses, warn),
    ...beforeUpdate<A>(`${name}-${component}-refusals`, opts?.parent, refusals, refuse),
  ]);
}
