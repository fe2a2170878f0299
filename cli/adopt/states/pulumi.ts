import { fields, fieldsAnd, flag, list, number, takeJson, text } from "../../json/take-json";
import { UserError } from "../../terminal/errors";
import type { Holdings } from "../found";
import { holdings, notAState } from "./holdings";
import { TYPES } from "./identities";

const resource = fieldsAnd({ urn: text, external: flag, delete: flag }, "outputs", TYPES);

const stack = fields({
  version: number,
  deployment: fields({
    resources: list(resource),
    pending_operations: list(fields({ resource: fields({ urn: text }) })),
  }),
});

/** What a Pulumi program holds, from the output of `pulumi stack export`. It does not read secret values. */
export function heldInPulumi(source: string, json: string): Holdings {
  const { deployment, version } = takeJson(source, json, stack) ?? {};
  // Version 4 adds features to a state, but the fields used here are the same.
  if ((version !== 3 && version !== 4) || !deployment) {
    throw notAState(source, "is no stack of Pulumi with version 3 or 4", "pulumi stack export");
  }
  const [pending] = deployment.pending_operations ?? [];
  if (pending) {
    throw new UserError(
      `${source} is of a stack whose last run was cut off at ${pending.resource?.urn}: run pulumi refresh, and export it anew`,
    );
  }
  const { resources = [] } = deployment;
  const half = resources.find((one) => one.delete);
  if (half) {
    throw new UserError(
      `${source} has ${half.urn} half replaced: run pulumi up to its end, and export it anew`,
    );
  }
  // Nobody holds a resource that is only read.
  const all = resources.filter((one) => !one.external);
  const named = all.map(({ one, urn = "" }) => ({ address: urn, identity: one }));
  return holdings({ tool: "pulumi", source }, named);
}
