import { formerRights, readingHeld, withRights } from "../../../../sdk/change-losses";
import { type LandingZone, type ResolvedReader, readerOf, regionsOf } from "../../../../sdk/grant";
import { grantedObjects, ROLE_ANNOTATION } from "../../../../sdk/manifest";
import {
  podRoleAssumePolicy,
  podRolePolicy,
  podRolePolicyInput,
  podRoleTrust,
  secretArnIn,
} from "../../../../sdk/policy";
import { namedKeys } from "../../../../stacks/former-ways";
import { heldOutputs } from "../../../../stacks/held-resources";
import { identityStep, readerNow } from "../../../../stacks/identity-step";
import type { PlannedStack } from "../../../../stacks/stack-plan";
import { ARNS, type Registered, type Registration, roleParts } from "./resources";
import type { Stacks } from "./stacks";

/** What the program of a stack of workloads registers. */
export function readersPart(
  { readers }: LandingZone,
  { account, name }: PlannedStack,
  deployed: Stacks,
): Registered {
  const held = deployed[name]?.resources ?? {};
  const own = readers
    .filter(({ cluster }) => cluster.account === account)
    .map((one) => readerNow(one, held));
  const steps = own.map((reader) => ({
    reader,
    step: {
      ...identityStep(reader, held),
      former: formerRights(
        reader,
        readingHeld(reader.id, (type, one) => heldOutputs(held, type, one)),
      ),
    },
  }));
  return {
    resources: steps.flatMap(({ reader, step }) => readerParts(reader, step)),
    outputs: {
      formerWays: Object.fromEntries(
        steps.flatMap(({ reader, step }) =>
          step.isLast && !step.former ? [] : [[reader.id, name]],
        ),
      ),
      readers: Object.fromEntries(
        steps.map(({ reader, step }) => [
          reader.id,
          {
            mode: reader.targetRole ? "targetRole" : "resourcePolicy",
            ...(reader.targetRole && { targetRoleArn: reader.targetRole.arn }),
            regions: regionsOf(reader),
            identity: step.identity,
            keys: namedKeys(reader),
            roleArn: reader.role.arn,
          },
        ]),
      ),
    },
  };
}

type Step = ReturnType<typeof identityStep> & { former: ReturnType<typeof formerRights> };

function readerParts(
  reader: ResolvedReader,
  { former, formerIdentity, identity, usePodIdentity }: Step,
): Registration[] {
  const { cluster, deployment, id, namespace, role, serviceAccount, targetRole } = reader;
  const ways = formerIdentity && formerIdentity !== identity ? "both" : identity;
  const place = { cluster: cluster.arn, namespace };
  const own: Omit<Registration, "kind" | "name" | "outputs"> = { parent: "PodReader", after: [] };
  const reads = reader.grants.flatMap(({ kind, regions, target }) =>
    kind === "secret" ? regions.map((one) => secretArnIn(one, ARNS.secretArn(target))) : [],
  );
  const objects = grantedObjects(reader, (secret, where) =>
    secretArnIn(where, ARNS.secretArn(secret)),
  );
  const rights = targetRole
    ? podRoleAssumePolicy(targetRole.arn)
    : podRolePolicy(podRolePolicyInput(reader, ARNS));
  const parts: Registration[] = [
    ...roleParts("PodReader", id, role, {
      trust: podRoleTrust(readerOf(reader), {
        identity: ways,
        oidcProviderArn: ARNS.oidcProviderArn(cluster),
      }),
      tokensOf: cluster.arn,
      rights: former ? withRights(rights, former) : rights,
      after: [],
    }),
  ];
  if (identity !== "irsa") {
    parts.push({
      ...own,
      kind: "association",
      name: `${id}-association`,
      outputs: {
        clusterName: cluster.name,
        clusterArn: cluster.arn,
        ...{ namespace, serviceAccount, roleArn: role.arn },
        ...(targetRole && { targetRoleArn: targetRole.arn }),
      },
      after: [`${id}-role`, `${id}-policy`],
      ...(targetRole ? {} : { remade: ["targetRoleArn"] }),
    });
  }
  if (reader.createServiceAccount) {
    const annotations = { [ROLE_ANNOTATION]: role.arn };
    parts.push({
      ...own,
      kind: "serviceAccount",
      name: `${id}-service-account`,
      outputs: {
        ...place,
        metadata: {
          name: serviceAccount,
          namespace,
          ...(identity !== "podIdentity" && { annotations }),
        },
      },
      after: identity === "podIdentity" ? [] : [`${id}-role`, `${id}-policy`],
    });
  }
  parts.push({
    kind: "providerClass",
    parent: "SecretMount",
    name: `${id}-provider-class`,
    outputs: {
      ...place,
      clusterId: cluster.id,
      metadata: { name: reader.secretProviderClass, namespace },
      spec: {
        parameters: {
          ...(usePodIdentity && { usePodIdentity: "true" }),
          region: reader.region,
          ...(reader.failoverRegion && { failoverRegion: reader.failoverRegion }),
          objects: JSON.stringify(objects),
        },
      },
      objects,
      reads,
    },
    after: parts.map(({ name }) => name),
  });
  if (deployment) {
    parts.push({
      kind: "deployment",
      parent: "",
      name: id,
      outputs: {
        ...place,
        serviceAccount,
        metadata: { name: id, namespace },
        providerClass: reader.secretProviderClass,
        // If this changes, the pods are replaced.
        mounted: JSON.stringify([
          objects,
          role.arn,
          targetRole?.arn,
          identity,
          deployment.mountPath,
        ]),
      },
      after: parts.map(({ name }) => name),
    });
  }
  return parts;
}
