import { ancestors } from "./moments";
import { KINDS } from "./resources";
import type { Resource, Step } from "./stacks";
import type { Round } from "./up";

type Named = { name: string; namespace: string };

/** The steps of a round that make a resource before AWS has what it needs. */
export function madeTooEarly({ from, steps }: Pick<Round, "from" | "steps">): string[] {
  const before = ancestors(steps);
  const held = Object.values(from).flatMap(({ resources }) => Object.values(resources));
  const makes = ({ puts }: Step, isNeeded: (one: Resource) => boolean) =>
    Object.values(puts).some((one) => one !== undefined && isNeeded(one));
  return steps.flatMap((step) =>
    Object.values(step.puts).flatMap((made) =>
      (made ? needsOf(made) : []).flatMap((isNeeded) => {
        const isThere = held.some(isNeeded) || makes(step, isNeeded);
        const makers = isThere ? [] : steps.filter((one) => makes(one, isNeeded));
        const isLate = makers.length > 0 && !makers.some(({ id }) => before.get(step.id)?.has(id));
        return isLate ? [`${step.id} needs ${makers.map(({ id }) => id).join(", ")}`] : [];
      }),
    ),
  );
}

/** Associations that no component makes. While a role accepts tokens of pods, its association has no target role. */
export function neverMade({ from, steps }: Pick<Round, "from" | "steps">): string[] {
  const held = Object.values(from).flatMap(({ resources }) => Object.values(resources));
  const made = steps.flatMap(({ puts }) => Object.values(puts).flatMap((one) => one ?? []));
  const trustOf = (arn: unknown) =>
    [...made, ...held].find(({ outputs, type }) => type === KINDS.role && outputs.arn === arn)
      ?.outputs.assumeRolePolicy;
  return steps.flatMap(({ id, puts }) =>
    Object.values(puts).flatMap((one) => {
      const { roleArn, targetRoleArn } = one?.type === KINDS.association ? one.outputs : {};
      const isByToken = String(trustOf(roleArn)).includes("AssumeRoleWithWebIdentity");
      return targetRoleArn && isByToken ? [`${id} with a target role, and tokens`] : [];
    }),
  );
}

/** What must exist before AWS makes this resource, or before pods start with it. */
function needsOf({ outputs, type }: Resource): ((one: Resource) => boolean)[] {
  const arn = (kind: keyof typeof KINDS, wanted: unknown) => (one: Resource) =>
    one.type === KINDS[kind] && one.outputs.arn === wanted;
  switch (type) {
    case KINDS.rights:
      return [
        (one) =>
          one.type === KINDS.role &&
          one.outputs.name === outputs.role &&
          String(one.outputs.arn).includes(`:${outputs.account}:`),
      ];
    case KINDS.keyPolicy:
      return [arn("key", outputs.keyArn)];
    case KINDS.secretPolicy:
      return [arn("secret", outputs.secretArn)];
    case KINDS.secret: {
      const replicas = (outputs.replicas ?? []) as { kmsKeyId?: string }[];
      const keys = [outputs.kmsKeyId, ...replicas.map(({ kmsKeyId }) => kmsKeyId)];
      return keys.filter((one) => one !== undefined).map((one) => arn("key", one));
    }
    case KINDS.deployment:
      return [
        ({ outputs: { namespace, serviceAccount }, type: kind }) =>
          kind === KINDS.association &&
          namespace === outputs.namespace &&
          serviceAccount === outputs.serviceAccount,
        ({ outputs: { metadata }, type: kind }) =>
          (kind === KINDS.providerClass &&
            (metadata as Named).name === outputs.providerClass &&
            (metadata as Named).namespace === outputs.namespace) ||
          (kind === KINDS.serviceAccount &&
            (metadata as Named).name === outputs.serviceAccount &&
            (metadata as Named).namespace === outputs.namespace),
      ];
    default:
      return [];
  }
}
