import {
  type AccessDocuments,
  type AssociationDocuments,
  endpointId,
  type Refusal,
  readRequests,
  refusalsOf,
  sessionRequests,
  type VpcEndpointDocuments,
} from "eks-pod-secrets/access";
import { associationDocuments } from "eks-pod-secrets/access/landing-zone";
import { oidcProviderArn, type ResolvedReader } from "eks-pod-secrets/grant";
import type { AccessRequest } from "iam-proof";
import { memoize } from "iam-proof/collections";
import type { AccountFacts, ObjectFacts } from "../facts/account-facts";
import { ifSeen } from "../facts/seen";
import { openConditions } from "./open-conditions";

/** A request of a reader's way. */
export interface WayRequest {
  request: AccessRequest;
  /** What is read by it; none of a request that makes the session. */
  of?: ObjectFacts;
}

/** A document that refuses a request of a reader's way. `isOpen`: whether that turns on what only the pod's own call has. */
export type WayRefusal = Refusal & WayRequest & { isOpen: boolean };

/** Facts, and the endpoint that the pods' own calls come through. */
type WayFacts = AccountFacts & { through?: VpcEndpointDocuments };

const DESCRIBE = "secretsmanager:DescribeSecret";

/** How the pods that mount get their role. `provider`: ARN of the OIDC provider of their tokens; that of the inventory, if left out. */
export function wayOfReader(reader: ResolvedReader, provider?: string): AssociationDocuments {
  return associationDocuments(reader, {
    oidcProviderArn: (cluster) => provider ?? oidcProviderArn(cluster),
  });
}

/** What EKS, the pod's session and its provider ask AWS for, in this order. What is not there is not asked for. */
export const wayRequests = memoize(
  ({ accounts, objects, oidcProvider, reader, through }: WayFacts) => {
    const { documents } = accounts;
    const { requests, session } = sessionRequests(
      documents,
      wayOfReader(reader, ifSeen(oidcProvider)?.arn),
    );
    const context = through && { "aws:SourceVpce": endpointId(through) };
    const known = [...(documents.secrets ?? []), ...(documents.parameters ?? [])];
    const ofObjects = objects.flatMap((of): WayRequest[] => {
      const arn = arnOf(of);
      if (arn === undefined || !known.some((one) => one.arn === arn)) return [];
      const reads = readRequests(documents, session.principal, arn, context);
      // With it the provider asks whether a mounted value is still the current one.
      const asks = reads
        .filter(({ action }) => action.startsWith("secretsmanager:"))
        .map((read) => ({ ...read, action: DESCRIBE }));
      return [...reads, ...asks].map((request) => ({ request, of }));
    });
    const now = accounts.now.toISOString();
    const seconds = String(Math.floor(accounts.now.getTime() / 1000));
    const times = { "aws:CurrentTime": now, "aws:EpochTime": seconds, "aws:TokenIssueTime": now };
    const asked: WayRequest[] = [...requests.map((request) => ({ request })), ...ofObjects];
    return asked.map(
      ({ request, ...one }): WayRequest => ({
        ...{ ...one, request: { ...request, context: { ...request.context, ...times } } },
      }),
    );
  },
);

/** The facts, where the pods' own calls come through an endpoint. */
export function throughEndpoint(facts: AccountFacts, endpoint: VpcEndpointDocuments): WayFacts {
  const { accounts } = facts;
  return {
    ...facts,
    through: endpoint,
    accounts: { ...accounts, documents: { ...accounts.documents, vpcEndpoints: [endpoint] } },
  };
}

/** Every document that refuses a request of a reader's way, whatever the others say, or may refuse it. */
export const wayRefusals = memoize((facts: WayFacts): WayRefusal[] => {
  const { documents } = facts.accounts;
  const { against, inFavour } = openConditions(documents);
  return wayRequests(facts).flatMap((asked) => {
    const own = refusalsOf(documents, asked.request);
    const decided = (given: AccessDocuments) =>
      given === documents ? own : refusalsOf(given, asked.request);
    const certain = new Set(decided(inFavour).map(placeOf));
    const known = new Set(own.map(placeOf));
    const all = [...own, ...decided(against).filter((one) => !known.has(placeOf(one)))];
    return all.map((one) => ({ ...one, ...asked, isOpen: !certain.has(placeOf(one)) }));
  });
});

function placeOf({ denies, kind, name }: Refusal): string {
  return JSON.stringify([kind, name, denies?.index]);
}

/** The ARN of what is granted; of what others own, as the inventory has it. */
function arnOf({ grant, object }: ObjectFacts): string | undefined {
  if ("value" in object) return object.value?.deletedOn ? undefined : object.value?.arn;
  const { target } = grant;
  return "external" in target && target.external ? target.existingArn : undefined;
}
