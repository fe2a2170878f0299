import type { AssociationDocuments } from "eks-pod-secrets/access";
import { mayTryOn, type World } from "iam-proof";
import { associationsOf } from "../../associations";
import { awsCall, childArn, eksKind } from "../../kind";
import {
  associating,
  givesSession,
  passToPods,
  possibleAssociations,
  targetsOf,
} from "./associations";

const UPDATE = "eks:UpdatePodIdentityAssociation";

/** The association without its session policy, without tags, and with each target role that trusts its role. */
function* loosened(world: World, one: AssociationDocuments): Iterable<AssociationDocuments> {
  const { policy, targetRoleArn: _, ...rest } = one;
  if (policy) yield { ...one, policy: null };
  if (!one.disableSessionTags) yield { ...one, disableSessionTags: true };
  for (const targetRoleArn of targetsOf(world, one.roleArn)) {
    const changed = { ...rest, targetRoleArn };
    if (targetRoleArn !== one.targetRoleArn && givesSession(world, changed)) yield changed;
  }
}

/** Somebody changes which role, target role, session policy or tags an association gives. */
export const updateAssociation = eksKind({
  id: "update-pod-identity-association",
  gives: "runs",
  title: "Turn an association to the reader's role",
  actions: ["eks:UpdatePodIdentityAssociation", "iam:PassRole"],
  *changesOf(world, cluster, actor) {
    const arn = childArn(cluster, "podidentityassociation", "a-00000000000000000");
    if (!mayTryOn(world, actor, UPDATE, arn)) return;
    const update = awsCall(UPDATE, arn);
    const own = associationsOf(world, cluster).filter(({ webIdentity }) => !webIdentity);
    const accounts = own.map((one) => ({ namespace: one.namespace, name: one.serviceAccount }));
    for (const { association } of possibleAssociations(world, cluster, actor, accounts)) {
      yield associating(cluster, association, [update, passToPods(cluster, association.roleArn)]);
    }
    for (const one of own) {
      for (const changed of loosened(world, one)) yield associating(cluster, changed, [update]);
    }
  },
});
