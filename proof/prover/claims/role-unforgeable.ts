import type { AssociationDocuments, RoleDocuments } from "../../domain/documents";
import { sourceTag } from "../../domain/principal-kind";
import type { Deployment } from "../documents/deployment";
import { isRole } from "../request/caller";
import { readerTagNames } from "../request/readers";
import { and, type Formula, never, not, or } from "../solver/formula";
import type { SymbolicContext } from "../symbols/symbolic-context";
import { keyHas } from "../symbols/symbolic-key";
import type { Question } from "./claim";
import { askAlone } from "./document-alone";

/**
 * The role's trust policy lets nobody assume it or tag its session but the service for the readers that it is
 * associated with, by their tags, of which the source's may also be the source of the request; a target role, but
 * sessions of the reader's role with the reader's tags, or where there are none the external id that the service makes of
 * the reader. Nothing is taken for granted of which tags a request has: each may be missing by itself.
 */
export function roleUnforgeable(deployment: Deployment, role: RoleDocuments): Question {
  const { arn, trust } = role;
  const { caller, context, question } = askAlone(deployment, {
    kind: "trust",
    of: role,
    document: trust,
    roles: [role],
  });
  const isMeant = or(
    ...deployment
      .associationsOf(arn)
      .map(({ asTarget, association }) =>
        and(
          asTarget ? isRole(caller.principal, association.roleArn) : caller.isMaker(),
          asTarget
            ? saysTarget(deployment, context, association)
            : saysReader(deployment, context, association),
        ),
      ),
  );
  return question(
    "role-unforgeable",
    not(isMeant),
    {
      summary: (action) => `${whatMayBeDone(action)} by somebody who is not its declared reader`,
      fix: `trust ${deployment.kind?.service} alone (a target role: the reader's role by aws:PrincipalArn), and demand aws:RequestTag/${readerTagNames(deployment, " and ")} of the one reader`,
    },
    [caller.principal.kinds.service, not(isRole(caller.principal, arn))],
  );
}

/** How sentences say that the action on the role is allowed. */
function whatMayBeDone(action: string): string {
  if (action.startsWith("sts:AssumeRole")) return "the role may be assumed";
  if (action === "sts:TagSession") return "a session of the role may be tagged";
  if (action === "sts:SetSourceIdentity")
    return "a session of the role may be given a source identity";
  return `${action} may be done with the role`;
}

/** Says that the request is for the reader: the service names the source in another key as well. */
function saysReader(
  { kind, reader }: Deployment,
  context: SymbolicContext,
  association: AssociationDocuments,
): Formula {
  return and(
    ...reader(association).tags.map(([key, value]) =>
      or(
        requestTagsAre(context, [[key, value]]),
        kind && key === sourceTag(kind) ? keyHas(context.keyOf("aws:sourcearn"), [value]) : never,
      ),
    ),
  );
}

function saysTarget(
  { kind, reader }: Deployment,
  context: SymbolicContext,
  association: AssociationDocuments,
): Formula {
  const { identity, tags } = reader(association);
  return or(
    requestTagsAre(context, tags),
    kind && association.disableSessionTags
      ? keyHas(context.keyOf("sts:externalid"), [kind.externalId(identity)])
      : never,
  );
}

function requestTagsAre(context: SymbolicContext, tags: [string, string][]): Formula {
  return and(
    ...tags.map(([key, value]) => keyHas(context.keyOf(`aws:requesttag/${key}`), [value])),
  );
}
