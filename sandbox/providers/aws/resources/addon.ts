import type { Addon } from "@aws-sdk/client-eks";

import { boolean, json, oneOf, refused, string } from "../../common/property";
import { orGone } from "../account/errors";
import type { AwsResource, Context } from "../lifecycle/resource";
import { updateEksTags, waitForStatus } from "./eks";

export const addon: AwsResource = {
  type: "aws:eks/addon:Addon",
  noun: "EKS Add-On",
  taggable: true,
  regional: true,
  properties: {
    addonName: string({ required: true, replaces: true }),
    addonVersion: string({ computed: true }),
    clusterName: string({ required: true, replaces: true }),
    configurationValues: json({ computed: true, same: sameJson }),
    namespaceConfig: refused("the sandbox installs every add-on in its own namespace"),
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

  async create(context, inputs, created) {
    const client = await context.account.eks(context.region);
    await client.createAddon({
      clusterName: inputs.clusterName,
      addonName: inputs.addonName,
      addonVersion: inputs.addonVersion,
      configurationValues: inputs.configurationValues,
      resolveConflicts: inputs.resolveConflictsOnCreate,
      serviceAccountRoleArn: inputs.serviceAccountRoleArn,
      tags: inputs.tags,
    });
    const id = `${inputs.clusterName}:${inputs.addonName}`;
    created(id);
    await waitUntilActive(context, id);
    return id;
  },

  async read(context, id) {
    const found = await describe(context, id);
    if (!found) return undefined;
    return {
      id,
      addonName: found.addonName,
      addonVersion: found.addonVersion,
      arn: found.addonArn,
      clusterName: found.clusterName,
      configurationValues: found.configurationValues ?? "",
      createdAt: found.createdAt?.toISOString(),
      modifiedAt: found.modifiedAt?.toISOString(),
      serviceAccountRoleArn: found.serviceAccountRoleArn ?? "",
      tags: found.tags ?? {},
    };
  },

  async update(context, id, update) {
    const { inputs, state, changed } = update;
    if (changed("addonVersion", "configurationValues", "serviceAccountRoleArn")) {
      const client = await context.account.eks(context.region);
      await client.updateAddon({
        ...parse(id),
        addonVersion: inputs.addonVersion,
        configurationValues: inputs.configurationValues,
        resolveConflicts: inputs.resolveConflictsOnUpdate,
        serviceAccountRoleArn: inputs.serviceAccountRoleArn,
      });
      await waitUntilActive(context, id);
    }
    await updateEksTags(context, state.arn, update);
  },

  async delete(context, id, state) {
    const client = await context.account.eks(context.region);
    await client.deleteAddon({ ...parse(id), preserve: state.preserve });
    await waitForStatus(`add-on ${id}`, async () => (await describe(context, id))?.status, [
      "DELETED",
    ]);
  },
};

async function describe(context: Context, id: string): Promise<Addon | undefined> {
  const client = await context.account.eks(context.region);
  return (await orGone(client.describeAddon(parse(id))))?.addon;
}

async function waitUntilActive(context: Context, id: string): Promise<void> {
  const status = async () => (await describe(context, id))?.status;
  await waitForStatus(
    `add-on ${id}`,
    status,
    ["ACTIVE", "DEGRADED"],
    ["CREATE_FAILED", "UPDATE_FAILED", "DELETED"],
  );
}

function parse(id: string): { clusterName: string; addonName: string } {
  const [clusterName, addonName] = id.split(":");
  if (!clusterName || !addonName) {
    throw new Error(`add-on id must be of the form cluster-name:addon-name, got ${id}`);
  }
  return { clusterName, addonName };
}

function sameJson(old: string, next: string): boolean {
  try {
    return JSON.stringify(JSON.parse(old)) === JSON.stringify(JSON.parse(next));
  } catch {
    return false;
  }
}
