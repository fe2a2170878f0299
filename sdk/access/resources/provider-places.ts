import { accountOf } from "iam-proof/names";
import type { Location } from "../../grant/landing-zone/names";
import type { StackResource } from "./stack-resource";

/** Accounts and regions of AWS providers, by the provider's name in the program. `default` is the provider without a name. */
export interface GivenPlaces {
  accounts?: Record<string, string>;
  regions?: Record<string, string>;
}

/**
 * The account and region in which a provider makes resources: from its own settings, otherwise from `given`. Undefined when neither
 * says, and for providers other than AWS's.
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

/** The name of a provider in its program; `default` for the one that Pulumi creates itself. */
export function providerName(urn: string): string {
  const name = urn.split("::").at(-1) ?? "";
  return name === "" || name.startsWith("default_") ? "default" : name;
}

/** A list among a provider's settings. The engine receives such lists as JSON. */
function listIn(value: unknown): unknown[] {
  const list = typeof value === "string" && /^[[{]/.test(value) ? JSON.parse(value) : value;
  if (list === undefined || list === null) return [];
  return Array.isArray(list) ? list : [list];
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
