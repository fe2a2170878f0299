import { memoize } from "../collections";
import type { AccessDocuments, VpcEndpointDocuments } from "../domain/documents";
import type { AccessRequest } from "../domain/request";
import { endpointId, SOURCE_ENDPOINT, SOURCE_VPC, serves } from "../domain/vpc-endpoints";
import { AccessRequestError } from "./matching/subject";

const byId = memoize(
  (endpoints: VpcEndpointDocuments[]) => new Map(endpoints.map((one) => [endpointId(one), one])),
);

/**
 * The endpoint in the documents that the request comes through: the one in `aws:SourceVpce`, if it is for the called service. A
 * call that a service makes to KMS for its caller does not come through the caller's endpoint.
 */
export function endpointOf(
  { vpcEndpoints }: AccessDocuments,
  request: AccessRequest,
): VpcEndpointDocuments | undefined {
  if (!vpcEndpoints) return undefined;
  const [id] = valuesOf(request, SOURCE_ENDPOINT);
  if (id === undefined || valuesOf(request, "kms:viaservice").length > 0) return undefined;
  const endpoint = byId(vpcEndpoints).get(id);
  return endpoint && serves(endpoint, request.action, request.resource) ? endpoint : undefined;
}

/** The VPC that a request comes from, according to its endpoint. Throws if the request names another one. */
export function sourceVpcOf(
  documents: AccessDocuments,
  request: AccessRequest,
): string | undefined {
  const { vpc } = endpointOf(documents, request) ?? {};
  if (!vpc) return undefined;
  const said = valuesOf(request, SOURCE_VPC);
  if (said.some((one) => one !== vpc)) {
    throw new AccessRequestError(
      `aws:SourceVpc must be ${vpc} in a request through ${valuesOf(request, SOURCE_ENDPOINT)}, got ${said}`,
    );
  }
  return vpc;
}

function valuesOf({ context }: AccessRequest, name: string): string[] {
  const found = Object.entries(context ?? {}).filter(([key]) => key.toLowerCase() === name);
  return found.flatMap(([, values]) => values);
}
