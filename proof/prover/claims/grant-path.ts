import type { AssociationDocuments } from "../../domain/documents";
import { oidcProvider } from "../../domain/oidc-providers";
import { sharePolicy } from "../../domain/parameter-shares";
import type { Obstacle } from "../../domain/principal-kind";
import type { AccessRequest } from "../../domain/request";
import { tokenRequest } from "../../domain/web-identity";
import { preferShort, renderContext, renderPrincipal } from "../counterexample/concrete-request";
import { NO_OTHER_CONTROLS } from "../documents/assumptions";
import {
  accountOf,
  type DeclaredReader,
  type Deployment,
  regionOf,
  type Surroundings,
} from "../documents/deployment";
import { isKeyUnknown } from "../documents/key-of-read";
import { nameOf } from "../documents/names-of-principals";
import type { GrantQuestion } from "../documents/questions";
import { isOwnAccountOnly, type ReadTarget, readTarget } from "../documents/read-target";
import type { QuestionSetup } from "../request/caller";
import { and, type Formula, holds, never, not } from "../solver/formula";
import type { Claim, ClaimResult, Statement } from "./claim";
import { readSteps, sessionSteps } from "./grant-steps";
import { explainUnavailable } from "./unavailable-grant";

/** Names the reader, its association if that is not the service's present one, and what it reads. */
export function grantSubject(
  { kind }: Pick<Surroundings, "kind">,
  { association, identity }: DeclaredReader,
  secretArn: string,
): string {
  const { former, roleArn = "", webIdentity } = association ?? {};
  const ways = [
    ...(former ? [`former role ${nameOf(roleArn)}`] : []),
    ...(webIdentity ? ["web identity"] : []),
  ];
  const way = ways.length > 0 ? ` (${ways.join(", ")})` : "";
  return `${kind?.words.subject(identity)}${way} → ${secretArn}`;
}

/** The association and the target by which a grant reaches its secret. */
interface GrantPath {
  association: AssociationDocuments;
  target: ReadTarget;
}

/** Finds how a grant reaches its secret, or why it cannot, whatever the policies say. */
export function findGrantPath(
  deployment: Deployment,
  reader: DeclaredReader,
  secretArn: string,
): GrantPath | { refuted: ClaimResult } {
  const path = pathOrObstacle(deployment, reader, secretArn);
  return "fix" in path ? { refuted: refutation(deployment, reader, secretArn, path) } : path;
}

function pathOrObstacle(
  deployment: Deployment,
  reader: DeclaredReader,
  secretArn: string,
): GrantPath | Obstacle {
  const target = readTarget(deployment, secretArn);
  const { association } = reader;
  const closed = association && closedToTokens(deployment, association);
  if (closed) return closed;
  const obstacle = deployment.kind?.obstacle(reader.identity, association);
  if (obstacle) return obstacle;
  if (!association) {
    return because(
      "the reader has no association",
      "associations",
      "associate the reader with a role",
    );
  }
  const absentRole = [association.roleArn, association.targetRoleArn].find(
    (arn) => arn && !deployment.role(arn),
  );
  if (absentRole) {
    return because(
      `the role ${absentRole} is not in the documents`,
      `roles of account ${accountOf(absentRole)}`,
      "create the role before the association",
    );
  }
  if (!target) {
    return because(
      "the secret is not in the documents",
      `secrets of account ${accountOf(secretArn)}`,
      "create the secret, restore it where its deletion is scheduled, or take the grant back",
    );
  }
  if (target.of.key && isKeyUnknown(deployment, target)) {
    return because(
      `the key ${target.of.key} is not in the documents, so that nothing says that the reader may decrypt with it`,
      `keys of account ${accountOf(target.of.key)}`,
      "add the key with its policy to the documents, or create it where it does not exist",
    );
  }
  if (target.of.key && deployment.key(target.of.key)?.disabled) {
    return because(
      `the key ${target.of.key} is disabled or waits for its deletion, so that nobody can decrypt with it`,
      `keys of account ${accountOf(target.of.key)}`,
      "cancel the key's deletion where one is scheduled, and enable the key",
    );
  }
  if (target.of.key && regionOf(target.of.key) !== regionOf(secretArn)) {
    return because(
      `the key ${target.of.key} is of another region than the secret, which AWS refuses`,
      `keys of account ${accountOf(target.of.key)}`,
      "encrypt the secret with a key of its own region",
    );
  }
  const readingRole = association.targetRoleArn ?? association.roleArn;
  const isForeign = accountOf(readingRole) !== accountOf(secretArn);
  if (isForeign && target.kind === "parameter" && !sharePolicy(target.of)) {
    return because(
      "a parameter that is not shared can be read only from its own account",
      `parameters of account ${accountOf(secretArn)}`,
      "let a target role of the parameter's account read it, or share the parameter with the reader's account",
    );
  }
  if (isForeign && isOwnAccountOnly(target)) {
    return because(
      `the ${target.kind} is encrypted with the AWS managed key, which no other account can use`,
      `${target.kind}s of account ${accountOf(secretArn)}`,
      `encrypt the ${target.kind} with a customer managed key whose policy lets the reader decrypt`,
    );
  }
  return { association, target };
}

/** Why STS accepts no token of the reader, whatever the trust policy says. */
function closedToTokens(
  { documents }: Deployment,
  { roleArn, webIdentity }: AssociationDocuments,
): Obstacle | undefined {
  if (!webIdentity) return undefined;
  const { audience, provider } = webIdentity;
  if (accountOf(provider) !== accountOf(roleArn)) {
    return because(
      `the provider ${provider} is of another account than the role, where STS looks for it`,
      `trust policy of ${roleArn}`,
      "create the OIDC provider in the role's account, and name that one",
    );
  }
  const known = oidcProvider(documents, provider);
  const document = `OIDC providers of account ${accountOf(provider)}`;
  if (known === null) {
    return because(
      `the OIDC provider ${provider} does not exist, so that its tokens let nobody in`,
      document,
      "create the OIDC provider",
    );
  }
  if (known && !known.audiences.includes(audience)) {
    return because(
      `the OIDC provider ${provider} takes no tokens for the audience ${audience}`,
      document,
      `add ${audience} to its client ids`,
    );
  }
  return undefined;
}

function because(summary: string, document: string, fix: string): Obstacle {
  return { summary, document, fix };
}

/** The counterexample is the request for the reader's credentials: it fails before any policy of the secret matters. */
function refutation(
  deployment: Deployment,
  reader: DeclaredReader,
  secretArn: string,
  { document, fix, summary }: Obstacle,
): ClaimResult {
  return {
    claim: "grant-available",
    subject: grantSubject(deployment, reader, secretArn),
    result: "refuted",
    milliseconds: 0,
    assumptionsUsed: [],
    counterexample: {
      summary,
      request: sessionRequest(deployment, reader),
      document,
      statement: null,
      fix,
    },
  };
}

/** The request for the reader's credentials. */
function sessionRequest(
  { kind }: Pick<Surroundings, "kind">,
  { association, source, tags }: DeclaredReader,
): AccessRequest {
  const { roleArn: resource = source, webIdentity } = association ?? {};
  if (webIdentity) return { ...tokenRequest(webIdentity), resource };
  return {
    principal: { kind: "service", service: kind?.service ?? "" },
    action: "sts:AssumeRole",
    resource,
    context: Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
}

/** The reader's session exists and may read and decrypt the secret, whatever values the undetermined keys have. */
export function grantAvailable(question: GrantQuestion): Claim {
  const { around, chain, opening, policies, reader, session, target } = question;
  return {
    claim: "grant-available",
    subject: grantSubject(around, reader, target.of.arn),
    around,
    roles: chain,
    policies: [
      ...policies,
      ...(target.of.key ? opening.policy : []),
      ...opening.grants,
      ...session,
    ],
    state: (setup) => stateAvailable(setup, question),
    explain: (witness) => explainUnavailable(question, witness),
  };
}

function stateAvailable(setup: QuestionSetup, question: GrantQuestion): Statement {
  const { around, problem } = setup;
  const facts: Formula[] = [];
  const steps = [...sessionSteps(setup, question, facts), ...readSteps(setup, question, facts)];
  const othersAllow = around.settings.dropped?.has(NO_OTHER_CONTROLS)
    ? never
    : problem.assumption(NO_OTHER_CONTROLS);
  const named = (part: string, formula: Formula) => problem.gate(() => ({ part }), formula);
  const isAvailable = and(othersAllow, ...steps.map(({ isAllowed }) => isAllowed));
  return {
    violation: and(
      named("session of the reader", and(...facts)),
      not(named("available", isAvailable)),
    ),
    preferences: () => [
      ...steps.map(({ isAllowed }) => not(isAllowed)),
      ...steps.flatMap(({ caller, context }) => preferShort(caller, context)),
    ],
    witness: (model) => {
      const step = steps.find(({ isAllowed }) => !holds(isAllowed, model.truth));
      if (!step) return { disagreement: "a control policy that the documents lack may deny it" };
      return {
        requests: [
          {
            ...step.request,
            principal: renderPrincipal(model, step.caller, step.context),
            context: renderContext(model, step.context, setup.spellings),
          },
        ],
      };
    },
  };
}
