import { UserError } from "../../terminal/errors";
import type { Holdings, Identity } from "./holdings";
import { association, kubernetesObject, metadata, NAMED, namedBy, objectOf } from "./identities";
import { holdings, notAState } from "./state-file";
import { takeJson } from "./taking/take-json";
import { fields, fieldsAnd, list, present, type Taking, text } from "./taking/taking";

function written(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const serviceAccount: Taking<Identity> = (place) => {
  const taken = fields({ metadata: list(metadata) })(place);
  return objectOf("v1", "ServiceAccount", taken?.metadata?.[0]);
};

const manifest: Taking<Identity> = (place) =>
  fields({ manifest: kubernetesObject })(place)?.manifest;

const kubectlManifest: Taking<Identity> = (place) => {
  const one = fields({ api_version: text, kind: text, name: text, namespace: text })(place);
  return objectOf(one?.api_version, one?.kind, one);
};

/** How each type of resource is taken; of others nothing is. */
const TYPES = new Map<string, Taking<Identity>>([
  ...NAMED.map((one) => [one.terraform, namedBy(one, written)] as const),
  ["aws_eks_pod_identity_association", association(written)],
  ["kubernetes_service_account", serviceAccount],
  ["kubernetes_service_account_v1", serviceAccount],
  ["kubernetes_manifest", manifest],
  ["kubectl_manifest", kubectlManifest],
]);

const resource = fieldsAnd(
  { address: text, mode: text, type: text, deposed_key: text },
  "values",
  ({ type = "" }) => TYPES.get(type),
);

type Resource = NonNullable<ReturnType<typeof resource>>;

interface Module {
  resources?: Resource[];
  child_modules?: Module[];
}

const inModule: Taking<Module> = (place) =>
  fields({ resources: list(resource), child_modules: list(inModule) })(place);

const state = fields({
  format_version: text,
  values: fields({ root_module: inModule }),
  // What tells other files apart.
  planned_values: present,
  resource_changes: present,
  serial: present,
  encrypted_data: present,
});

/** What Terraform or OpenTofu holds, of what `terraform show -json` prints of a state. */
export function heldInTerraform(source: string, json: string): Holdings {
  const { hidden, value = {} } = takeJson(source, json, state);
  const SHOW = "terraform show -json";
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
  return holdings({ tool: "terraform", source }, named, hidden);
}

function resourcesOf({ child_modules = [], resources = [] }: Module): Resource[] {
  return [...resources, ...child_modules.flatMap(resourcesOf)];
}
