import { memoize } from "../../collections";
import type { AccessDocuments, VpcEndpointDocuments } from "../../domain/documents";
import { serves } from "../../domain/vpc-endpoints";
import type { DeclaredReader, Deployment } from "./deployment";
import { ASSUME_ROLE_ACTIONS, fetchesOf, type ReadTarget } from "./read-target";

/** The endpoints through which somebody may fetch one of the targets or get the role that fetches it. */
export function endpointsOfRead(
  { vpcEndpoints }: Deployment,
  targets: readonly ReadTarget[],
): VpcEndpointDocuments[] {
  return vpcEndpoints.filter(
    (one) =>
      serves(one, ASSUME_ROLE_ACTIONS.alone, "*") || targets.some((target) => fetches(one, target)),
  );
}

/**
 * The endpoints through which the reader may fetch the target or create its session with a token. The service does not use the
 * reader's endpoints.
 */
export function endpointsOfReader(
  { kind, vpcEndpoints }: Deployment,
  { association, identity }: DeclaredReader,
  target: ReadTarget,
): VpcEndpointDocuments[] {
  const makes = (one: VpcEndpointDocuments) =>
    Boolean(association?.webIdentity) && serves(one, ASSUME_ROLE_ACTIONS.alone, "*");
  return vpcEndpoints.filter(
    (one) => (fetches(one, target) || makes(one)) && kind?.mayCallThrough(one, identity),
  );
}

function fetches(endpoint: VpcEndpointDocuments, target: ReadTarget): boolean {
  return fetchesOf(target).some(({ action, resource }) => serves(endpoint, action, resource));
}

/** The documents without their endpoints, for questions about a single policy, which endpoints do not limit. */
export function withoutEndpoints({ vpcEndpoints: _, ...others }: AccessDocuments): AccessDocuments {
  return others;
}

const asks = memoize(({ documents }: Deployment) => asksForEndpoints(documents));

/**
 * A slice without its endpoints, if none of its policies asks which endpoint a request uses: whoever is let in through an
 * endpoint is then also let in without it.
 */
export function withoutIdleEndpoints(
  deployment: Deployment,
  slice: AccessDocuments,
): AccessDocuments {
  if (!slice.vpcEndpoints) return slice;
  return asks(deployment) && asksForEndpoints(slice) ? slice : withoutEndpoints(slice);
}

function asksForEndpoints(documents: AccessDocuments): boolean {
  return /aws:sourcevpc/i.test(JSON.stringify(withoutEndpoints(documents)));
}
