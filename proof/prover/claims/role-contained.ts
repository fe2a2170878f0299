import type { RoleDocuments } from "../../domain/documents";
import type { ApplicablePolicies, Decision, StatementOutcome } from "../../domain/request";
import { evaluateRequest } from "../../evaluator/evaluate";
import type { ParsedPolicy } from "../../grammar/syntax";
import {
  preferShort,
  readText,
  renderContext,
  renderPrincipal,
  renderResourceTags,
} from "../counterexample/concrete-request";
import { accountOf, regionOf } from "../documents/deployment";
import type { DeclaredRead, RoleQuestion } from "../documents/questions";
import { actionsWithin, contextKeyOf, viaServiceOf, viaServices } from "../documents/read-target";
import { readPolicies } from "../encoder/statement";
import { isRole, type QuestionSetup, symbolicCaller } from "../request/caller";
import { always, and, type Formula, implies, not, or } from "../solver/formula";
import { exampleActions, spellAction } from "../symbols/actions";
import { type SymbolicContext, symbolicContext } from "../symbols/symbolic-context";
import { keyHas } from "../symbols/symbolic-key";
import type { SymbolicRequest } from "../symbols/symbolic-request";
import { accounts, actions, resources } from "../texts/domains";
import type { Problem } from "../texts/problem";
import { equality } from "../texts/template";
import {
  anySteps,
  someText,
  stepsPattern,
  type TextPattern,
  textSteps,
} from "../texts/text-pattern";
import { equalsText, type TextValue, unknownText, withinArn } from "../texts/text-value";
import { TextVariable } from "../texts/text-variable";
import { type Claim, type Explained, nameDeciding, type Statement, type Witness } from "./claim";
import { exampleResources, fittingResource } from "./fitting-resource";
import { harmlessRights } from "./kept-rights";

/**
 * The role's own policies, within its boundary, only allow the reads that are declared for its readers, with the necessary
 * decryption. The role of a reader with a target role may only assume that role. Policies that were declared to stay may also
 * allow harmless actions.
 */
export function roleContained(question: RoleQuestion): Claim {
  const { around, role } = question;
  return {
    claim: "role-contained",
    subject: role.arn,
    around,
    roles: [role],
    policies: question.kept,
    state: (setup) => stateContained(setup, question),
    explain: (witness) => explainContained(question, witness),
  };
}

function stateContained(setup: QuestionSetup, question: RoleQuestion): Statement {
  const { boundary, declared, kept, policies, reads, role, targetRoles } = question;
  const { arn } = role;
  const { problem } = setup;
  const caller = symbolicCaller(setup, "principal");
  const action = unknownText(problem.text(new TextVariable("action", actions, exampleActions())));
  const resourceVariable = problem.text(
    new TextVariable("resource", resources, examples(arn, declared, policies)),
  );
  const resource = unknownText(resourceVariable);
  const owner = ownerOf(problem, resourceVariable, arn);
  const context = symbolicContext({
    problem,
    name: "request",
    principal: caller.principal,
    resourceAccount: owner,
    resourceRegion: withinArn(resourceVariable, "region"),
    action,
    isActionOf: (service) => action.matches(actionsOfService(service)),
    principalTags: (key) => [caller.tag(key)],
    organization: setup.around.organization,
    multiplicity: setup.multiplicity,
    examples: { "kms:viaservice": viaServices(regionOf(declared[0] ?? "") || "us-east-1") },
  });
  const request: SymbolicRequest = {
    problem,
    name: context.name,
    keyOf: context.keyOf,
    principal: caller.principal,
    action,
    resource,
    isSameAccount: always,
  };
  const harmless = harmlessRights(role.keptPolicies ?? []).flatMap((right) =>
    right.actions.map((one) => one.toLowerCase()),
  );
  const own = readPolicies(policies, request);
  const stays = readPolicies(kept, request);
  const limit = readPolicies(boundary, request);
  const isWithin = boundary.length === 0 ? always : and(limit.allows, not(limit.denies));
  const isMeant = or(
    ...reads.map((read) => isDeclaredRead(read, action, resource, context)),
    ...targetRoles.map((target) =>
      and(equalsText(action, "sts:assumerole", "sts:tagsession"), equalsText(resource, target)),
    ),
    and(stays.allows, not(stays.denies), equalsText(action, ...harmless)),
  );
  const named = (part: string, formula: Formula) => problem.gate(() => ({ part }), formula);
  return {
    violation: and(
      named("asked", isRole(caller.principal, arn)),
      named("let in", and(own.allows, not(own.denies), isWithin)),
      not(named("meant", isMeant)),
    ),
    preferences: () => [...fittingResource(action, resource), ...preferShort(caller, context)],
    witness: (model) => {
      const resourceTags = renderResourceTags(model, context);
      return {
        requests: [
          {
            principal: renderPrincipal(model, caller, context),
            action: spelledIn(policies, readText(model, action)),
            resource: readText(model, resource),
            ...(Object.keys(resourceTags).length > 0 && { resourceTags }),
            resourceAccount: readText(model, owner),
            context: renderContext(model, context, setup.spellings),
          },
        ],
      };
    },
  };
}

function explainContained({ role }: RoleQuestion, { requests: [request] }: Witness): Explained {
  const { action, resource } = request;
  const decision = evaluateRequest(ownPolicies(role), request);
  if (decision.decision === "denied") return { disagreement: decision.reason };
  const byKept = evaluateRequest(ownPolicies({ ...role, policies: role.keptPolicies }), request);
  const isKept = byKept.decision === "allowed";
  return {
    summary: isKept
      ? `a policy that the role keeps allows ${action} on ${resource}, and this action is not known to be harmless`
      : `the role's own policies allow ${action} on ${resource}, which was not declared for its reader`,
    request,
    ...nameDeciding(
      { decidedBy: ownStatement(decision), turnsOn: decision.turnsOn },
      `identity policies of ${role.arn}`,
    ),
    fix: isKept
      ? "give this action to another role, or keep a policy without it"
      : "name the two reads (of a parameter ssm:GetParameters) and the exact ARNs that were granted; for each key kms:Decrypt with kms:ViaService and kms:EncryptionContext:SecretARN of its secrets (PARAMETER_ARN of its parameters)",
  };
}

/** The account that owns the resource: the one in its ARN, or any if the ARN has none. */
function ownerOf(problem: Problem, resource: TextVariable, roleArn: string): TextValue {
  const said = withinArn(resource, "account");
  const owner = unknownText(
    problem.text(new TextVariable("resource owner", accounts, [accountOf(roleArn)])),
  );
  const isSaid = problem.template(
    equality("resource owner is the account in its ARN", owner, said),
  );
  problem.require(
    implies(said.matches(someText), isSaid),
    "a resource belongs to the account in its ARN, where that names one",
  );
  return owner;
}

/** An action as a policy or AWS writes it. */
function spelledIn(policies: ParsedPolicy[], action: string): string {
  const patterns = policies.flatMap(({ statements }) =>
    statements.flatMap((statement) => statement.action.patterns.map(({ text }) => text)),
  );
  return patterns.find((one) => one.toLowerCase() === action) ?? spellAction(action);
}

function actionsOfService(service: string): TextPattern {
  return stepsPattern([...textSteps(`${service}:`, false), ...anySteps]);
}

/** The reads of a secret or its copies, or the decryption of one of their keys through its service and in its context. */
function isDeclaredRead(
  { copies, openings, target }: DeclaredRead,
  action: TextValue,
  resource: TextValue,
  context: SymbolicContext,
): Formula {
  const reads = and(equalsText(action, ...actionsWithin(target)), equalsText(resource, ...copies));
  const decryptions = openings.map(({ copy, key }) =>
    and(
      equalsText(action, "kms:decrypt"),
      equalsText(resource, key),
      keyHas(context.keyOf("kms:viaservice"), [viaServiceOf(copy, key)]),
      keyHas(context.keyOf(contextKeyOf(target).toLowerCase()), copies),
    ),
  );
  return or(reads, ...decryptions);
}

/** The role's own statement that allows it, rather than the resource's statement that delegates to the account. */
function ownStatement({ statements }: Decision): StatementOutcome | null {
  return (
    statements.find(
      ({ document, effect, matched }) =>
        matched && effect === "Allow" && document.startsWith("identity policy"),
    ) ?? null
  );
}

/** The role's policies, with a resource that delegates everything to them. */
function ownPolicies({ arn, permissionsBoundary, policies }: RoleDocuments): ApplicablePolicies {
  const account = accountOf(arn);
  return {
    identity: (policies ?? []).map((document, index) => ({
      name: `identity policy ${index + 1} of ${arn}`,
      document,
    })),
    resource: {
      name: `resource that leaves everything to account ${account}`,
      document: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: account }, Action: "*", Resource: "*" }],
      },
    },
    ...(permissionsBoundary !== null &&
      permissionsBoundary !== undefined && {
        permissionsBoundary: {
          name: `permissions boundary of ${arn}`,
          document: permissionsBoundary,
        },
      }),
  };
}

/** Example resources of the first target's owner, of the role's own account, and of a stranger. */
function examples(roleArn: string, targets: string[], policies: ParsedPolicy[]): string[] {
  const [first = ""] = targets;
  const accounts = [accountOf(first), accountOf(roleArn), "999999999999"].filter(Boolean);
  const region = regionOf(first) || "us-east-1";
  const patterns = policies.flatMap(({ statements }) =>
    statements.flatMap(({ resource }) => (resource?.patterns ?? []).map(({ text }) => text)),
  );
  const resourcesOf = (account: string) => exampleResources(patterns, account, region);
  return [...targets, ...accounts.flatMap(resourcesOf)];
}
