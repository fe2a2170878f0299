import { accountOf } from "iam-proof/names";
import type { Location } from "../../grant/landing-zone/names";
import type { StackResource } from "./stack-resource";

/** Accounts and regions of AWS providers by the provider's name in the program; `default` is the one of no name. */
export interface GivenPlaces {
  accounts?: Record<string, string>;
  regions?: Record<string, string>;
}

/**
 * Where the resources of a provider are made: as its own settings say, else as `given`. Undefined where neither does, and of
 * another provider than AWS's.
 */
export function placeOf(
  provider: string | undefined,
  resources: readonly StackResource[],
  given: GivenPlaces,
): Partial<Location> {
  const urn = provider?.replace(/::[^:]*$/, "") ?? "";
  const name = providerName(urn);
  const { inputs = {} } = resources.find((one) => one.urn === urn) ?? {};
  const [allowed] = listIn(inputs.allowedAccountIds);
  const [assumed] = listIn(inputs.assumeRoles ?? inputs.assumeRole);
  const account =
    textIn(allowed) ??
    accountOf(textIn((assumed as { roleArn?: unknown } | undefined)?.roleArn)) ??
    given.accounts?.[name];
  const region = textIn(inputs.region) ?? given.regions?.[name];
  return { ...(account && { account }), ...(region && { region }) };
}

/** The name of a provider in its program; `default` of the one that Pulumi makes itself. */
export function providerName(urn: string): string {
  const name = urn.split("::").at(-1) ?? "";
  return name === "" || name.startsWith("default_") ? "default" : name;
}

/** A provider's lists reach the engine as JSON. */
function listIn(value: unknown): unknown[] {
  const list = typeof value === "string" && /^[[{]/.test(value) ? JSON.parse(value) : value;
  if (list === undefined || list === null) return [];
  return Array.isArray(list) ? list : [list];
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
