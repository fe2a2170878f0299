import { parseArn } from "../../../grant/arn";
import type { AssociationDocuments, RoleDocuments } from "../../documents";
import { evaluate } from "../../evaluate";
import { externalIdOf } from "../../pod-session";
import type { AccessRequest } from "../../request";
import { spellAction } from "../actions";
import {
  contextOn,
  hasTag,
  isAllowedByAll,
  isPodIdentity,
  isRole,
  requestOn,
  type SymbolicCaller,
  symbolicCaller,
} from "../caller";
import { type ClaimResult, deciding, type Question } from "../claim";
import { accountOf, type DeclaredReader, type Deployment, readDocument } from "../deployment";
import { readPolicies, type SymbolicRequest } from "../encode/statement";
import { and, atom, type Formula, implies, not, or } from "../formula";
import { readerTagValues } from "../readers";
import { renderContext, renderPrincipal } from "../render";
import { type NamedScene, newScene } from "../scene";
import { shortness } from "../shortness";
import { type SymbolicContext, settledText } from "../symbolic-context";
import { isPresent, type SymbolicKey } from "../symbolic-key";
import { knownText } from "../text-value";
import { contextKeyOf, type ReadTarget, readActions, readTarget, viaServiceOf } from "./reading";

export function grantSubject(reader: DeclaredReader, secretArn: string): string {
  return `${reader.clusterArn} ${reader.namespace}/${reader.serviceAccount} → ${secretArn}`;
}

/** How a grant reaches its secret, or why it cannot, whatever the policies say. */
export function wayOf(
  deployment: Deployment,
  reader: DeclaredReader,
  secretArn: string,
): { association: AssociationDocuments; target: ReadTarget } | { refuted: ClaimResult } {
  const target = readTarget(deployment, secretArn);
  const { association } = reader;
  const refuted = (summary: string, document: string, fix: string) => ({
    refuted: {
      claim: "grant-available",
      subject: grantSubject(reader, secretArn),
      result: "refuted",
      milliseconds: 0,
      assumptionsUsed: [],
      counterexample: {
        summary,
        request: {
          principal: { kind: "service", service: "pods.eks.amazonaws.com" },
          action: "sts:AssumeRole",
          resource: association?.roleArn ?? reader.clusterArn,
          context: Object.fromEntries(
            readerTagValues(reader).map(([key, value]) => [`aws:RequestTag/${key}`, value]),
          ),
        },
        document,
        statement: null,
        fix,
      },
    } satisfies ClaimResult,
  });
  const associations = `associations of ${reader.clusterArn}`;
  if (!association) {
    return refuted(
      "the reader has no Pod Identity association, so its pods get no credentials",
      associations,
      "associate the reader's service account with its role",
    );
  }
  if (accountOf(association.roleArn) !== accountOf(reader.clusterArn)) {
    return refuted(
      "the associated role is not of the cluster's account, which EKS refuses",
      associations,
      "associate a role of the cluster's account, and reach the other account's through targetRoleArn",
    );
  }
  if (association.policy && !association.disableSessionTags) {
    return refuted(
      "the association has a session policy beside session tags, which EKS refuses",
      associations,
      "remove the session policy, or disable session tags",
    );
  }
  const absentRole = [association.roleArn, association.targetRoleArn].find(
    (arn) => arn && !deployment.role(arn),
  );
  if (absentRole) {
    return refuted(
      `the role ${absentRole} is not in the documents`,
      `roles of account ${accountOf(absentRole)}`,
      "create the role before the association",
    );
  }
  if (!target) {
    return refuted(
      "the secret is not in the documents",
      `secrets of account ${accountOf(secretArn)}`,
      "create the secret, or take the grant back",
    );
  }
  return { association, target };
}

interface Step {
  /** What fails where the step does. */
  title: string;
  isAllowed: Formula;
  request(scene: Grant): AccessRequest;
  caller: SymbolicCaller;
  context: SymbolicContext;
}

interface Grant {
  action: string;
  resource: string;
}

/** The reader's Pod Identity session exists, and may read the secret and decrypt it, whatever the keys say that nobody fixes. */
export function grantAvailable(
  deployment: Deployment,
  reader: DeclaredReader,
  association: AssociationDocuments,
  target: ReadTarget,
): Question {
  const { arn } = target.of;
  const chain = [association.roleArn, association.targetRoleArn].flatMap((one) =>
    one ? (deployment.role(one) ?? []) : [],
  );
  const policies = [
    ...(target.kind === "secret"
      ? readDocument("resource", "resource policy", arn, target.of.policy)
      : []),
    ...(target.of.key
      ? readDocument("key", "key policy", target.of.key, deployment.key(target.of.key)?.policy)
      : []),
    ...readDocument(
      "session",
      "session policy of the association",
      association.roleArn,
      association.policy,
    ),
  ];
  const scene = newScene(deployment, policies, chain);
  const steps = [
    ...sessionSteps(scene, association, chain),
    ...readSteps(scene, association, target, chain),
  ];
  const failures = steps.map(({ isAllowed, title }) => {
    const failed = atom(`fails: ${title}`);
    return { failed, formula: and(failed, not(isAllowed)) };
  });
  scene.problem.require(exclusive(failures.map(({ failed }) => failed)));
  return {
    claim: "grant-available",
    subject: grantSubject(reader, arn),
    scene,
    violation: or(...failures.map(({ formula }) => formula)),
    preferences: steps.flatMap(({ caller, context }) => shortness(caller, context)),
    explain: (model) => {
      const step = steps.find(({ title }) => model.truth(`fails: ${title}`));
      if (!step) return { disagreement: "no step fails" };
      const request: AccessRequest = {
        ...step.request({ action: "", resource: arn }),
        principal: renderPrincipal(model, step.caller, step.context),
        context: renderContext(model, step.context, scene.spellings),
      };
      const decision = evaluate(deployment.documents, request, {
        sessionPolicies: sessionPolicies(association),
      });
      if (decision.decision === "allowed") return { disagreement: decision.reason };
      return {
        summary: `the reader's pod cannot read the secret: ${step.title} is denied, ${decision.reason}`,
        request,
        ...deciding(decision, `policies of ${request.resource}`),
        fix: "allow the reader's session this step, by both accounts where they differ, under conditions that only its own session decides",
      };
    },
  };
}

function sessionPolicies({ policy, roleArn }: AssociationDocuments) {
  return policy
    ? [{ name: `session policy of the association of ${roleArn}`, document: policy }]
    : [];
}

/** EKS Pod Identity assumes the reader's role and tags the session; from that, the target role. */
function sessionSteps(
  scene: NamedScene,
  association: AssociationDocuments,
  chain: RoleDocuments[],
): Step[] {
  const eks = symbolicCaller(scene, "eks");
  scene.problem.require(isPodIdentity(eks));
  const pod = podCaller(scene, association, chain[0], "pod");
  const actions = association.disableSessionTags
    ? ["sts:assumerole"]
    : ["sts:assumerole", "sts:tagsession"];
  return chain.flatMap((role, index) => {
    const caller = index === 0 ? eks : pod;
    const context = contextOn(scene, caller, `making ${index + 1}`, role.arn, {
      resourceTags: lower(role.tags),
      settled: madeWith(scene, association, pod, index),
    });
    const trust = readDocument("trust", "trust policy", role.arn, role.trust);
    return actions.map((action): Step => {
      const request = requestOn(scene, caller, context, knownText(action), role.arn);
      return {
        title: `${spellAction(action)} on ${role.arn}`,
        isAllowed: isAllowedByAll(scene, request, trust, "trust", accountOf(role.arn)),
        request: () => ({
          principal: { kind: "anonymous" },
          action: spellAction(action),
          resource: role.arn,
        }),
        caller,
        context,
      };
    });
  });
}

function readSteps(
  scene: NamedScene,
  association: AssociationDocuments,
  target: ReadTarget,
  chain: RoleDocuments[],
): Step[] {
  const role = chain.at(-1);
  const caller = podCaller(scene, association, role, "reader");
  const { arn, key, tags } = target.of;
  const documents =
    target.kind === "secret"
      ? readDocument("resource", "resource policy", arn, target.of.policy)
      : [];
  const context = contextOn(scene, caller, "request", arn, { resourceTags: lower(tags) });
  const steps = readActions(target).map((action): Step => {
    const request = requestOn(scene, caller, context, knownText(action), arn);
    return {
      title: `${spellAction(action)} on ${arn}`,
      isAllowed: withSessionPolicy(
        isAllowedByAll(scene, request, documents, "resource", accountOf(arn)),
        association,
        request,
      ),
      request: () => ({
        principal: { kind: "anonymous" },
        action: spellAction(action),
        resource: arn,
      }),
      caller,
      context,
    };
  });
  const foreign = accountOf(role?.arn ?? "") !== accountOf(arn);
  if (target.kind === "parameter" || !key) {
    const title = `reading ${arn} from another account`;
    return foreign ? [{ ...(steps[0] as Step), title, isAllowed: or() }, ...steps] : steps;
  }
  return [...steps, decryptStep(scene, association, target, caller, key)];
}

function decryptStep(
  scene: NamedScene,
  association: AssociationDocuments,
  target: ReadTarget,
  caller: SymbolicCaller,
  key: string,
): Step {
  const { arn } = target.of;
  const contextKey = contextKeyOf(target);
  const context = contextOn(scene, caller, "request", key, {
    resourceTags: lower(scene.deployment.key(key)?.tags),
    settled: {
      "kms:viaservice": settledText(viaServiceOf(arn)),
      [contextKey.toLowerCase()]: settledText(arn),
    },
  });
  const request = requestOn(scene, caller, context, knownText("kms:decrypt"), key);
  const documents = readDocument("key", "key policy", key, scene.deployment.key(key)?.policy);
  return {
    title: `kms:Decrypt of ${arn}`,
    isAllowed: withSessionPolicy(
      isAllowedByAll(scene, request, documents, "key", accountOf(key)),
      association,
      request,
    ),
    request: () => ({ principal: { kind: "anonymous" }, action: "kms:Decrypt", resource: key }),
    caller,
    context,
  };
}

function withSessionPolicy(
  allowed: Formula,
  { policy, roleArn }: AssociationDocuments,
  request: SymbolicRequest,
): Formula {
  const documents = readDocument("session", "session policy of the association", roleArn, policy);
  if (documents.length === 0) return allowed;
  const reading = readPolicies(documents, request);
  return and(allowed, reading.allows, not(reading.denies));
}

/** A session of the role with just the tags that Pod Identity gives it, and the role's own of other names. */
function podCaller(
  scene: NamedScene,
  association: AssociationDocuments,
  role: RoleDocuments | undefined,
  name: string,
): SymbolicCaller {
  const caller = symbolicCaller(scene, name);
  const own = lower(role?.tags);
  const given = podTags(association);
  const { problem } = scene;
  problem.require(isRole(caller.principal, role?.arn ?? ""));
  const keys = new Set([...scene.tagKeys, ...Object.keys(own), ...Object.keys(given)]);
  for (const key of keys) {
    const value = given[key] ?? own[key];
    const { present } = caller.tag(key);
    if (value !== undefined) problem.require(hasTag(caller, key, value));
    else if (!association.disableSessionTags && VARYING.includes(key)) problem.require(present);
    else problem.require(not(present));
  }
  return caller;
}

const VARYING = ["kubernetes-pod-name", "kubernetes-pod-uid"];

function podTags(association: AssociationDocuments): Record<string, string> {
  if (association.disableSessionTags) return {};
  const name = parseArn(association.clusterArn)?.resource.replace(/^cluster\//, "") ?? "";
  return { "eks-cluster-name": name, ...Object.fromEntries(readerTagValues(association)) };
}

/** What EKS says as it makes the session: the tags, its source, and an external id where there are no tags. */
function madeWith(
  { deployment, problem }: NamedScene,
  association: AssociationDocuments,
  pod: SymbolicCaller,
  index: number,
): Record<string, SymbolicKey> {
  const { id } = deployment.organization;
  const source: Record<string, SymbolicKey> =
    index > 0
      ? {}
      : {
          "aws:sourceaccount": settledText(accountOf(association.clusterArn)),
          "aws:sourcearn": settledText(association.clusterArn),
          ...(id && { "aws:sourceorgid": settledText(id) }),
        };
  if (association.disableSessionTags) {
    const requested = Object.fromEntries(
      [...pod.tags.keys()].map((key) => [`aws:requesttag/${key}`, [] as SymbolicKey]),
    );
    const external: Record<string, SymbolicKey> =
      index > 0 ? { "sts:externalid": settledText(externalIdOf(association)) } : {};
    return { ...requested, ...source, ...external };
  }
  const tags = { ...podTags(association) };
  const known = Object.entries(tags).map(([key, value]) => [
    `aws:requesttag/${key}`,
    settledText(value),
  ]);
  const varying = VARYING.map((key) => [`aws:requesttag/${key}`, [pod.tag(key)]]);
  const others = [...pod.tags.keys()]
    .filter((key) => tags[key] === undefined && !VARYING.includes(key))
    .map((key) => [`aws:requesttag/${key}`, []]);
  for (const key of VARYING) problem.require(isPresent([pod.tag(key)]));
  const keys = [...Object.keys(tags), ...VARYING].flatMap((key) => settledText(key));
  return {
    ...(Object.fromEntries([...known, ...varying, ...others]) as Record<string, SymbolicKey>),
    "aws:tagkeys": keys,
    "sts:transitivetagkeys": keys,
    ...source,
  };
}

function exclusive(formulas: Formula[]): Formula {
  return and(
    ...formulas.flatMap((a, index) => formulas.slice(index + 1).map((b) => implies(a, not(b)))),
  );
}

function lower(tags: Record<string, string> | null | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
  );
}
