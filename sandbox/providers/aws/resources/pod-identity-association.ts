import { boolean, json, string } from "../../common/property";
import type { AwsResource } from "../lifecycle/resource";
import { importByCluster, updateEksTags } from "./eks";

export const podIdentityAssociation: AwsResource = {
  type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  noun: "EKS Pod Identity Association",
  taggable: true,
  regional: true,
  properties: {
    clusterName: string({ required: true, replaces: true }),
    disableSessionTags: boolean({ default: false }),
    namespace: string({ required: true, replaces: true }),
    policy: json(),
    roleArn: string({ required: true }),
    serviceAccount: string({ required: true, replaces: true }),
    targetRoleArn: string(),
  },
  outputs: ["associationArn", "associationId", "externalId"],
  volatile: ["externalId"],

  async create({ account, region }, inputs) {
    const client = await account.eks(region);
    const { association } = await client.createPodIdentityAssociation({
      clusterName: inputs.clusterName,
      namespace: inputs.namespace,
      serviceAccount: inputs.serviceAccount,
      roleArn: inputs.roleArn,
      targetRoleArn: inputs.targetRoleArn,
      disableSessionTags: inputs.disableSessionTags,
      policy: inputs.policy,
      tags: inputs.tags,
    });
    return association?.associationId as string;
  },

  async read({ account, region }, id, state) {
    const client = await account.eks(region);
    const { association } = await client.describePodIdentityAssociation({
      clusterName: state.clusterName,
      associationId: id,
    });
    if (!association) return undefined;
    return {
      id,
      associationId: id,
      associationArn: association.associationArn,
      clusterName: association.clusterName,
      namespace: association.namespace,
      serviceAccount: association.serviceAccount,
      roleArn: association.roleArn,
      targetRoleArn: association.targetRoleArn ?? "",
      disableSessionTags: association.disableSessionTags ?? false,
      policy: association.policy ?? "",
      externalId: association.externalId ?? "",
      tags: association.tags ?? {},
    };
  },

  async update(context, id, update) {
    const { inputs, state, changed } = update;
    if (changed("disableSessionTags", "policy", "roleArn", "targetRoleArn")) {
      const client = await context.account.eks(context.region);
      await client.updatePodIdentityAssociation({
        clusterName: state.clusterName,
        associationId: id,
        roleArn: inputs.roleArn,
        targetRoleArn: inputs.targetRoleArn ?? "",
        disableSessionTags: inputs.disableSessionTags,
        policy: inputs.policy ?? "",
      });
    }
    await updateEksTags(context, state.associationArn, update);
  },

  async delete({ account, region }, id, state) {
    const client = await account.eks(region);
    await client.deletePodIdentityAssociation({
      clusterName: state.clusterName,
      associationId: id,
    });
  },

  importId: (id) => importByCluster(id, ",", "cluster-name,association-id"),
};
