import type { AccessDocuments } from "../../domain/documents";
import { findByArn } from "../../domain/documents-index";
import { parseArn } from "../../names";
import { type Deployment, deploymentOf } from "../documents/deployment";
import { keyPolicyOfRead } from "../documents/key-of-read";
import { contextArns, type ReadTarget, readTarget } from "../documents/read-target";
import { areSame } from "../documents/same-documents";
import { sliceOfRead, usersWithGroups } from "../documents/slice";
import type { ProblemSettings } from "../texts/problem";
import { concernedRoles } from "./concerned";
import { rolesOfRead } from "./reading-relation";

/** A secret under one version's documents. */
export interface Side {
  deployment: Deployment;
  target: ReadTarget;
}

/** A secret in two versions, one of which may lack it. */
export interface Sides {
  before: Side | undefined;
  after: Side | undefined;
}

/** Its ARN in each version. */
export interface Arns {
  before: string | undefined;
  after: string | undefined;
}

/** Whether the documents that a read depends on are the same on both sides. */
export function areSidesSame({ after, before }: Sides): boolean {
  if (!after || !before) return false;
  return areSame(before.deployment.documents, after.deployment.documents);
}

/** ARNs of secrets and parameters, by what is the same in both versions. */
export function targetsByName(deployment: Deployment): Map<string, string> {
  const targets = new Map<string, string>();
  for (const { arn } of [...deployment.secrets, ...deployment.parameters]) {
    const { account, region, resource, service } = parseArn(arn) ?? {};
    const name = service === "secretsmanager" ? resource?.replace(/-.{6}$/, "") : resource;
    targets.set([service, region, account, name].join(":"), arn);
  }
  return targets;
}

/**
 * Makes both sides know the same roles and users, if they exist there, and the same sources: what one of them may do, and what
 * the service says about a source, counts on both sides or on neither.
 */
export function sidesOf(
  old: Deployment,
  now: Deployment,
  arns: Arns,
  settings: ProblemSettings,
): Sides {
  const [before, after] = [sliceFor(old, arns.before), sliceFor(now, arns.after)];
  const associations = [...(before?.associations ?? []), ...(after?.associations ?? [])];
  const roles = new Set([...(before?.roles ?? []), ...(after?.roles ?? [])].map(({ arn }) => arn));
  const users = new Set([...(before?.users ?? []), ...(after?.users ?? [])].map(({ arn }) => arn));
  const side = (whole: Deployment, slice: AccessDocuments | undefined, arn = "") => {
    const known = {
      roles: [...roles].flatMap((arn) => whole.role(arn) ?? []),
      ...usersWithGroups(
        whole,
        [...users].flatMap((arn) => findByArn(whole.users, arn) ?? []),
      ),
    };
    const deployment = slice && deploymentOf({ ...slice, ...known, associations }, settings);
    const target = deployment && readTarget(deployment, arn);
    return target && { deployment, target };
  };
  return { before: side(old, before, arns.before), after: side(now, after, arns.after) };
}

function sliceFor(whole: Deployment, arn: string | undefined): AccessDocuments | undefined {
  if (arn === undefined) return undefined;
  const slice = sliceOfRead(whole, [arn]);
  if (readTarget(whole, arn)?.kind !== "secret") return slice;
  const contexts = contextArns(whole, arn);
  const keys = (slice.keys ?? []).map((key) => ({
    ...key,
    policy: keyPolicyOfRead(key.policy, contexts),
  }));
  const ofRead = rolesOfRead(deploymentOf({ ...slice, keys }), arn);
  return { ...slice, keys, roles: concernedRoles(whole, arn, ofRead) };
}
