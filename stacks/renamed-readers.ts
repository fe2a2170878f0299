import type { LandingZone, ResolvedReader } from "../sdk/grant";
import { parseArn } from "../sdk/grant";
import type { HeldResources } from "./held-resources";
import { stackName } from "./stack-plan";

/** That something has another name than before within the inventory, and one name in AWS. */
export function byAnotherName(label: string, was: string): string {
  return `${label} is ${was} by another name, and cannot be made while that is there: keep the name`;
}

/** That a reader is to have what another reader has, which the inventory keeps. */
export function takesFrom(label: string, was: string): string {
  return `${label} takes the role, the service account or the SecretProviderClass of ${was}, and cannot be made while that has it: keep what each has`;
}

/** In which order two inventories give readers what others have. */
export function inTwoSteps(readers: readonly string[]): string {
  const entries = readers.map((id) => `readers.${id}`).join(" and ");
  return `or deploy two inventories in turn: first this one without ${entries}, and then this one; in between the pods of ${readers.join(" and ")} cannot read`;
}

/** Name of a reader within the inventory, in the URN of its role or target role. */
const ROLE_OF_READER =
  /eks-pod-secrets:index:Pod(?:Reader|TargetRole)\$aws:iam\/role:Role::(.+)-role$/;

/** The same in the URN of its Pod Identity association. */
const ASSOCIATION_OF_READER =
  /eks-pod-secrets:index:PodReader\$aws:eks\/podIdentityAssociation:PodIdentityAssociation::(.+)-association$/;

/** The same in the URN of its SecretProviderClass. */
const CLASS_OF_READER =
  /eks-pod-secrets:index:SecretMount\$kubernetes:secrets-store\.csi\.x-k8s\.io\/v1:SecretProviderClass::(.+)-provider-class$/;

type Outputs = Record<string, unknown>;

/**
 * The readers whose role, service account or SecretProviderClass a stack holds as another reader's: why they cannot be deployed, one
 * sentence each. Two readers that swap these are among them: a run would have to take both from both first.
 */
export function renamedReaders(
  stack: string,
  held: HeldResources,
  { readers }: Pick<LandingZone, "readers">,
): string[] {
  const own = readers.filter((one) => stackName(one.cluster.account, "workloads") === stack);
  const associations = new Map(
    Object.entries(held).map(([urn, { outputs = {} }]) => [
      ASSOCIATION_OF_READER.exec(urn)?.[1],
      outputs,
    ]),
  );
  const taking = new Map<string, string>();
  for (const [urn, { outputs = {} }] of Object.entries(held)) {
    const [was, id] =
      CLASS_OF_READER.exec(urn) === null
        ? heldOf(urn, outputs, readers, own)
        : classOf(urn, outputs, associations, own);
    if (was !== undefined && id !== undefined && was !== id) taking.set(id, was);
  }
  const ids = new Set(readers.map(({ id }) => id));
  const label = (name: string) => `reader ${name} of ${stack}`;
  return [...taking].map(([id, was]) => {
    const says = ids.has(was) ? takesFrom : byAnotherName;
    return `${says(label(id), label(was))}, ${inTwoSteps([...taking.keys()])}`;
  });
}

type WasAndIs = [was: string | undefined, is: string | undefined];

/** Of a resource: the reader that has it now, by the name that it was deployed with, and the reader that is to have it. */
function heldOf(
  urn: string,
  outputs: Outputs,
  readers: readonly ResolvedReader[],
  own: readonly ResolvedReader[],
): WasAndIs {
  const ofRole = ROLE_OF_READER.exec(urn)?.[1];
  if (ofRole !== undefined) {
    const { arn } = outputs;
    return [
      ofRole,
      readers.find(({ role, targetRole }) => role.arn === arn || targetRole?.arn === arn)?.id,
    ];
  }
  const { namespace, serviceAccount } = outputs;
  const is = own.find(
    (one) =>
      isIn(one, outputs) && one.namespace === namespace && one.serviceAccount === serviceAccount,
  );
  return [ASSOCIATION_OF_READER.exec(urn)?.[1], is?.id];
}

/** The same of a SecretProviderClass, which is in the cluster of its reader's association. */
function classOf(
  urn: string,
  { metadata = {} }: Outputs,
  associations: ReadonlyMap<string | undefined, Outputs>,
  own: readonly ResolvedReader[],
): WasAndIs {
  const was = CLASS_OF_READER.exec(urn)?.[1];
  const { name, namespace } = metadata as Outputs;
  const is = own.find(
    (one) =>
      isIn(one, associations.get(was) ?? {}) &&
      one.namespace === namespace &&
      one.secretProviderClass === name,
  );
  return [was, is?.id];
}

/** Whether a reader is in the cluster of an association. */
function isIn({ cluster }: ResolvedReader, { associationArn, clusterName }: Outputs): boolean {
  const region = parseArn(String(associationArn))?.region;
  return cluster.name === clusterName && (region === undefined || cluster.region === region);
}
