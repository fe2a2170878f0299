import * as z from "zod";
import { fields, fieldsAnd, list, present, takeJson, text } from "../../json/take-json";
import { UserError } from "../../terminal/errors";
import type { Holdings } from "../found";
import { holdings, notAState } from "./holdings";
import { TYPES } from "./identities";

const resource = fieldsAnd({ address: text, mode: text, deposed_key: text }, "values", TYPES);

type Resource = z.output<typeof resource>;

interface Module {
  resources?: Resource[] | undefined;
  child_modules?: Module[] | undefined;
}

const inModule: z.ZodType<Module | undefined> = z.lazy(() =>
  fields({ resources: list(resource), child_modules: list(inModule) }),
);

const state = z.object({
  format_version: text,
  values: fields({ root_module: inModule }),
  // Tells other files of Terraform from a state.
  planned_values: present,
  resource_changes: present,
  serial: present,
  encrypted_data: present,
});

const SHOW = "terraform show -json";

/** What Terraform or OpenTofu holds, from the output of `terraform show -json` for a state. */
export function heldInTerraform(source: string, json: string): Holdings {
  const value = takeJson(source, json, state);
  if (value.encrypted_data) {
    throw notAState(source, "is an encrypted state of OpenTofu", "tofu show -json");
  }
  if (value.planned_values || value.resource_changes) {
    throw notAState(source, "is a plan, which tells of what may never be", SHOW);
  }
  if (value.serial) throw notAState(source, "is a raw state", `${SHOW} ${source}`);
  if (!/^[01]\.\d+$/.test(value.format_version ?? "")) {
    throw notAState(source, "is no state with format_version 0.x or 1.x", SHOW);
  }
  const all = resourcesOf(value.values?.root_module ?? {}).filter(({ mode }) => mode === "managed");
  const half = all.find((one) => one.deposed_key !== undefined);
  if (half) {
    throw new UserError(
      `${source} has ${half.address} half replaced: run terraform apply to its end first`,
    );
  }
  const named = all.map(({ address = "", one }) => ({ address, identity: one }));
  return holdings({ tool: "terraform", source }, named);
}

function resourcesOf({ child_modules = [], resources = [] }: Module): Resource[] {
  return [...resources, ...child_modules.flatMap(resourcesOf)];
}
