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

/** A request on a reader's way. */
export interface WayRequest {
  request: AccessRequest;
  /** The object that it reads; absent for a request that creates the session. */
  of?: ObjectFacts;
}

/** A document that refuses a request on a reader's way. `isOpen`: whether that depends on keys that only the pod's own call has. */
export type WayRefusal = Refusal & WayRequest & { isOpen: boolean };

/** Facts, with the endpoint of the pods' own calls. */
type WayFacts = AccountFacts & { through?: VpcEndpointDocuments };

const DESCRIBE = "secretsmanager:DescribeSecret";

/** How mounting pods get their role. `provider`: ARN of the OIDC provider of their tokens. Defaults to the inventory's. */
export function wayOfReader(reader: ResolvedReader, provider?: string): AssociationDocuments {
  return associationDocuments(reader, {
    oidcProviderArn: (cluster) => provider ?? oidcProviderArn(cluster),
  });
}

/** The requests to AWS by EKS, the pod's session and ASCP, in order. Things that do not exist are not requested. */
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
      // With it, ASCP checks whether a mounted value is still current.
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

/** The facts if the pods' own calls come through an endpoint. */
export function throughEndpoint(facts: AccountFacts, endpoint: VpcEndpointDocuments): WayFacts {
  const { accounts } = facts;
  return {
    ...facts,
    through: endpoint,
    accounts: { ...accounts, documents: { ...accounts.documents, vpcEndpoints: [endpoint] } },
  };
}

/** All documents that refuse, or may refuse, a request on a reader's way, regardless of the others. */
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

/** The ARN of a granted object; for others' objects, the inventory's. */
function arnOf({ grant, object }: ObjectFacts): string | undefined {
  if ("value" in object) return object.value?.deletedOn ? undefined : object.value?.arn;
  const { target } = grant;
  return "external" in target && target.external ? target.existingArn : undefined;
}
