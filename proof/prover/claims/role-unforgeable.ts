import type { AssociationDocuments } from "../../domain/documents";
import { type PrincipalKind, sourceTag } from "../../domain/principal-kind";
import { issuerOf } from "../../domain/web-identity";
import type { DeclaredReader } from "../documents/deployment";
import type { TrustQuestion } from "../documents/questions";
import { isRole } from "../request/caller";
import { isTokenOf, readerTagNames } from "../request/made-for-reader";
import { and, type Formula, never, not, or } from "../solver/formula";
import type { SymbolicContext } from "../symbols/symbolic-context";
import { keyHas } from "../symbols/symbolic-key";
import type { Claim } from "./claim";
import { documentAlone } from "./document-alone";

/**
 * The role's trust policy lets nobody assume it or tag its session except two: the service, for the readers that the role is
 * associated with, by their tags (the source's tag may also be the request's source), and their tokens. A target role only lets
 * in sessions of the reader's role with the reader's tags or, without tags, with the external id that the service makes for the
 * reader. Nothing is assumed about a request's tags: each may be missing by itself.
 */
export function roleUnforgeable(question: TrustQuestion): Claim {
  const { kind } = question.around;
  const { arn } = question.of;
  return documentAlone("role-unforgeable", question, {
    kind: "trust",
    isMeant: ({ caller, context, isOneOf }) =>
      or(
        ...question.sessions.map(({ asTarget, association, reader }) =>
          association.webIdentity
            ? and(isOneOf([TOKEN_ACTION]), isTokenOf(caller, context, association.webIdentity))
            : and(
                asTarget ? isRole(caller.principal, association.roleArn) : caller.isMaker(),
                asTarget
                  ? saysTarget(kind, context, association, reader)
                  : saysReader(kind, context, reader),
              ),
        ),
      ),
    summary: (action) => `${whatMayBeDone(action)} by somebody who is not its declared reader`,
    fix: [
      ...new Set(question.sessions.map(({ association }) => fixOf(question, association))),
    ].join("; and "),
    preferences: ({ caller: { principal } }) => [
      principal.kinds.service,
      not(isRole(principal, arn)),
    ],
  });
}

/** The only action for a token. It must not tag a session or name a source. */
const TOKEN_ACTION = "sts:assumerolewithwebidentity";

/** What the trust policy should demand of the sessions that it is meant to let in. */
function fixOf({ around }: TrustQuestion, { webIdentity }: AssociationDocuments): string {
  if (!webIdentity) {
    return `trust ${around.kind?.service} alone (a target role: the reader's role by aws:PrincipalArn), and demand aws:RequestTag/${readerTagNames(around, " and ")} of the one reader`;
  }
  const { audience, provider, subject } = webIdentity;
  const issuer = issuerOf(provider);
  return `let ${provider} alone do sts:AssumeRoleWithWebIdentity alone, and demand by StringEquals that ${issuer}:sub is ${subject} and ${issuer}:aud is ${audience}`;
}

/** Words for being allowed the action on the role. */
function whatMayBeDone(action: string): string {
  if (action.startsWith("sts:AssumeRole")) return "the role may be assumed";
  if (action === "sts:TagSession") return "a session of the role may be tagged";
  if (action === "sts:SetSourceIdentity")
    return "a session of the role may be given a source identity";
  return `${action} may be done with the role`;
}

/** The request is for the reader. The service also names the source in another key. */
function saysReader(
  kind: PrincipalKind | undefined,
  context: SymbolicContext,
  { tags }: DeclaredReader,
): Formula {
  return and(
    ...tags.map(([key, value]) =>
      or(
        requestTagsAre(context, [[key, value]]),
        kind && key === sourceTag(kind) ? keyHas(context.keyOf("aws:sourcearn"), [value]) : never,
      ),
    ),
  );
}

function saysTarget(
  kind: PrincipalKind | undefined,
  context: SymbolicContext,
  association: AssociationDocuments,
  { identity, tags }: DeclaredReader,
): Formula {
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
