import {
  endpointId,
  type Refusal,
  readRequests,
  refusalsOf,
  sessionRequests,
  type VpcEndpointDocuments,
} from "eks-pod-secrets/access";
import { associationDocuments } from "eks-pod-secrets/access/landing-zone";
import type { AccessRequest } from "iam-proof";
import { memoize } from "iam-proof/collections";
import type { AccountFacts, ObjectFacts } from "../facts/account-facts";

/** A document that refuses a request of a reader's way. */
export interface WayRefusal extends Refusal {
  request: AccessRequest;
  /** What is read by it; none of a request that makes the session. */
  of?: ObjectFacts;
}

/** Facts, and the endpoint that the pods' own calls come through. */
type WayFacts = AccountFacts & { through?: VpcEndpointDocuments };

/** A request of a reader's way. */
export interface WayRequest {
  request: AccessRequest;
  of?: ObjectFacts;
}

const DESCRIBE = "secretsmanager:DescribeSecret";

/** What EKS, the pod's session and its provider ask AWS for, in this order. What is not there is not asked for. */
export const wayRequests = memoize((facts: WayFacts): WayRequest[] => {
  const { accounts, objects, reader, through } = facts;
  const { documents } = accounts;
  const { requests, session } = sessionRequests(documents, associationDocuments(reader));
  return [
    ...requests.map((request) => ({ request })),
    ...objects.flatMap((of) => {
      const arn = arnOf(of);
      if (arn === undefined || !isRead(facts, arn)) return [];
      const context = through && { "aws:SourceVpce": endpointId(through) };
      const reads = readRequests(documents, session.principal, arn, context);
      // With it the provider asks whether a mounted value is still the current one.
      const asks = reads
        .filter(({ action }) => action.startsWith("secretsmanager:"))
        .map((read) => ({ ...read, action: DESCRIBE }));
      return [...reads, ...asks].map((request) => ({ request, of }));
    }),
  ];
});

/** The facts, where the pods' own calls come through an endpoint. */
export function throughEndpoint(facts: AccountFacts, endpoint: VpcEndpointDocuments): WayFacts {
  const { accounts } = facts;
  return {
    ...facts,
    through: endpoint,
    accounts: { ...accounts, documents: { ...accounts.documents, vpcEndpoints: [endpoint] } },
  };
}

/** Every document that refuses a request of a reader's way, whatever the others say. */
export const wayRefusals = memoize((facts: WayFacts): WayRefusal[] =>
  wayRequests(facts).flatMap(({ of, request }) =>
    refusalsOf(facts.accounts.documents, request).map((refusal) => ({
      ...{ ...refusal, request },
      ...(of && { of }),
    })),
  ),
);

/** The ARN of what is granted; of what others own, as the inventory has it. */
function arnOf({ grant, object }: ObjectFacts): string | undefined {
  if ("value" in object) return object.value?.deletedOn ? undefined : object.value?.arn;
  const { target } = grant;
  return "external" in target && target.external ? target.existingArn : undefined;
}

function isRead({ accounts: { documents } }: AccountFacts, arn: string): boolean {
  return [...(documents.secrets ?? []), ...(documents.parameters ?? [])].some(
    (one) => one.arn === arn,
  );
}
