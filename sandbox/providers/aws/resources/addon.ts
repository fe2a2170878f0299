import type { Addon, EKS } from "@aws-sdk/client-eks";
import { boolean, json, oneOf, pick, refused, string } from "../../common/values";
import { orGone } from "../account/errors";
import { type AwsResource, parseId } from "../lifecycle/resource";
import { eksTagging, waitForStatus, waitForUpdate } from "./eks";

const CHANGEABLE = ["addonVersion", "configurationValues", "serviceAccountRoleArn"] as const;

export const addon: AwsResource<"eks"> = {
  type: "aws:eks/addon:Addon",
  service: "eks",
  noun: "EKS Add-On",
  tagging: eksTagging("arn"),
  properties: {
    addonName: string({ required: true, replaces: true }),
    addonVersion: string({ computed: true }),
    clusterName: string({ required: true, replaces: true }),
    configurationValues: json({ computed: true, same: sameJson }),
    namespaceConfig: refused("the sandbox installs every add-on in its own namespace", {
      computed: true,
    }),
    podIdentityAssociations: refused("use aws.eks.PodIdentityAssociation"),
    preserve: boolean({ unread: true }),
    resolveConflictsOnCreate: string({ unread: true, problem: oneOf("NONE", "OVERWRITE") }),
    resolveConflictsOnUpdate: string({
      unread: true,
      problem: oneOf("NONE", "OVERWRITE", "PRESERVE"),
    }),
    serviceAccountRoleArn: string(),
  },
  outputs: ["arn", "createdAt", "modifiedAt"],
  volatile: ["modifiedAt"],

  async create({ client }, inputs, created) {
    await client.createAddon({
      ...pick(inputs, "clusterName", "addonName", ...CHANGEABLE, "tags"),
      resolveConflicts: inputs.resolveConflictsOnCreate,
    });
    const id = `${inputs.clusterName}:${inputs.addonName}`;
    created(id);
    await waitForStatus(
      `add-on ${id}`,
      () => describe(client, id),
      ["ACTIVE", "DEGRADED"],
      ["CREATE_FAILED", "UPDATE_FAILED", "DELETED"],
    );
    return id;
  },

  async read({ client }, id) {
    const found = await describe(client, id);
    if (!found) return undefined;
    return {
      ...pick(found, "clusterName", "addonName", ...CHANGEABLE, "createdAt", "modifiedAt", "tags"),
      arn: found.addonArn,
    };
  },

  async update({ client }, id, { inputs, changed }) {
    if (changed(...CHANGEABLE)) {
      const { addonName, clusterName } = parse(id);
      const { update } = await client.updateAddon({
        ...{ addonName, clusterName },
        ...pick(inputs, ...CHANGEABLE),
        resolveConflicts: inputs.resolveConflictsOnUpdate,
      });
      await waitForUpdate(client, clusterName, update, { addonName });
    }
  },

  async delete({ client }, id, state) {
    await client.deleteAddon({ ...parse(id), preserve: state.preserve });
    await waitForStatus(`add-on ${id}`, () => describe(client, id), ["DELETED"]);
  },
};

async function describe(client: EKS, id: string): Promise<Addon | undefined> {
  return (await orGone(client.describeAddon(parse(id))))?.addon;
}

const parse = (id: string) =>
  parseId<"clusterName" | "addonName">(
    id,
    "add-on id",
    "cluster-name:addon-name",
    /^(?<clusterName>[^:]+):(?<addonName>[^:]+)/,
  );

function sameJson(old: string, next: string): boolean {
  try {
    return JSON.stringify(JSON.parse(old)) === JSON.stringify(JSON.parse(next));
  } catch {
    return false;
  }
}
