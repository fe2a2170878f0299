import type { LandingZone } from "../../grant/landing-zone/landing-zone";
import type { AssignedArns } from "../../policy";
import type { AccessDocuments } from "../domain/documents";
import { rawStatements } from "../grammar/named-policy";
import { landingZoneDocuments } from "./landing-zone-documents";

/** The documents of a landing zone as this package writes them: without the statements that the inventory adds as they are. */
export function writtenDocuments(zone: LandingZone, arns: AssignedArns): AccessDocuments {
  const added = new Set<unknown>(zone.secrets.flatMap((secret) => secret.extraPolicyStatements));
  const documents = landingZoneDocuments(zone, arns);
  const secrets = (documents.secrets ?? []).map(({ policy, ...secret }) => {
    const written = rawStatements(policy).filter((statement) => !added.has(statement));
    return {
      ...secret,
      policy: written.length === 0 ? null : { ...(policy as object), Statement: written },
    };
  });
  return { ...documents, secrets };
}
