import { boolean, json, pick, string } from "../../common/values";
import { type AwsResource, arn, parseId } from "../lifecycle/resource";
import { eksTagging } from "./eks";

const FIXED = ["clusterName", "namespace", "serviceAccount"] as const;
const CHANGEABLE = ["disableSessionTags", "policy", "roleArn", "targetRoleArn"] as const;

export const podIdentityAssociation: AwsResource<"eks"> = {
  type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  service: "eks",
  noun: "EKS Pod Identity Association",
  tagging: eksTagging("associationArn"),
  properties: {
    clusterName: string({ required: true, replaces: true }),
    disableSessionTags: boolean({ default: false }),
    namespace: string({ required: true, replaces: true }),
    policy: json(),
    roleArn: string({ required: true, problem: arn }),
    serviceAccount: string({ required: true, replaces: true }),
    targetRoleArn: string({ problem: arn }),
  },
  outputs: ["associationArn", "associationId", "externalId"],
  readBy: "associationId",
  volatile: ["externalId"],
  retries: [
    {
      name: "InvalidParameterException",
      says: "Role provided in the request does not exist",
    },
  ],

  async create({ client }, inputs) {
    const { association } = await client.createPodIdentityAssociation({
      ...pick(inputs, ...FIXED, ...CHANGEABLE, "tags"),
    });
    return association?.associationId as string;
  },

  // The provider reads by the state and ignores the given ID.
  async read({ client }, _id, { associationId, clusterName }) {
    const { association } = await client.describePodIdentityAssociation({
      clusterName,
      associationId,
    });
    if (!association) return undefined;
    return {
      ...pick(association, ...FIXED, ...CHANGEABLE, "associationArn", "tags"),
      id: associationId,
      associationId,
      externalId: association.externalId ?? "",
    };
  },

  async update({ client }, id, { inputs, state, changed }) {
    if (changed(...CHANGEABLE)) {
      await client.updatePodIdentityAssociation({
        clusterName: state.clusterName,
        associationId: id,
        // An absent target role is left out, so EKS keeps the old one.
        ...pick(inputs, ...CHANGEABLE),
      });
    }
  },

  async delete({ client }, id, state) {
    await client.deletePodIdentityAssociation({
      clusterName: state.clusterName,
      associationId: id,
    });
  },

  importId(given) {
    const form = /^(?<clusterName>[^,]+),(?<id>[^,]+)$/;
    const { id, clusterName } = parseId<"clusterName" | "id">(
      given,
      "import id",
      "cluster-name,association-id",
      form,
    );
    return { id, state: { clusterName, associationId: id } };
  },
};
