import { IAMClient, ListInstanceProfilesCommand } from "@aws-sdk/client-iam";
import { type Shape, type Shaped, smallService } from "../../aws/small-clients";
import { defineCall, type LiveCall } from "./live-call";
import table from "./small-calls.json";

/** A call that lists things, or describes some of them, and the members that are read of its answers. */
interface SmallCall {
  action: string;
  reason: string;
  asked: Shape;
  answered: Shape;
  /** The member that asks for the next page, and the one that tells that there is one. */
  token?: string[];
  /** For REST, its method and path. */
  http?: string[];
}

type Calls<Table extends Record<string, SmallCall>> = {
  [Name in keyof Table]: LiveCall<Shaped<Table[Name]["asked"]>, Shaped<Table[Name]["answered"]>>;
};

const SERVICES = new Map(
  Object.entries(table.services).map(([prefix, service]) => [
    prefix,
    smallService(service as Parameters<typeof smallService>[0]),
  ]),
);

/** By small clients. `calls`: the calls by their names. */
function smallCalls<Table extends Record<string, SmallCall>>(calls: Table): Calls<Table> {
  const made = Object.entries<SmallCall>(calls).map(([called, small]) => {
    const { action, answered, asked, http, reason, token } = small;
    const [prefix = "", name = ""] = action.split(":");
    const service = SERVICES.get(prefix);
    if (!service) throw new Error(`small-calls.json must have the service of ${action}`);
    const [ask = "", told = ""] = token ?? [];
    const withToken = (shape: Shape, member: string) =>
      (token ? { ...(shape as object), [member]: "" } : shape) as Shape;
    const Command = service.command(name, withToken(asked, ask), withToken(answered, told), http);
    const next = (page: Record<string, unknown>) =>
      page[told] ? { [ask]: page[told] } : undefined;
    const settings = { action, reason, resources: () => ["*"], ...(token && { next }) };
    return [called, defineCall(service.Client, Command as never, settings)];
  });
  return Object.fromEntries(made);
}

/** Calls that tell of an account's regions and networks. */
export const NETWORK_CALLS = smallCalls(table.network);

/**
 * All calls with which `--live --through-changes` reads what runs with a role. Of their answers it keeps only the members of
 * `small-calls.json`: environments of functions and builds may contain secrets.
 */
export const COMPUTE_CALLS = {
  ...smallCalls(table.compute),
  describeRegions: NETWORK_CALLS.describeRegions,
  listInstanceProfiles: defineCall(IAMClient, ListInstanceProfilesCommand, {
    action: "iam:ListInstanceProfiles",
    reason: "which role an instance profile gives",
    resources: () => ["*"],
    next: ({ IsTruncated, Marker }) => (IsTruncated ? { Marker } : undefined),
  }),
};

/** The calls by which the management account tells to whom it delegates. */
export const ORGANIZATION_CALLS = smallCalls(table.organization);
