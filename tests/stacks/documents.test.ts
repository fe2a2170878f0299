import { deepStrictEqual } from "node:assert";

import { landingZoneDocuments } from "../../sdk/access/landing-zone/landing-zone-documents";
import type { LandingZone } from "../../sdk/grant";
import { stackNames } from "../../stacks/stack-plan";
import { zone as reference, runReference } from "./reference";
import type { StackRun } from "./run-stack";
import { runVocabulary, zone as vocabulary } from "./vocabulary";

const inventories: [string, LandingZone, (stack: string) => Promise<StackRun>][] = [
  ["the reference inventory", reference, runReference],
  ["a larger inventory", vocabulary, runVocabulary],
];

describe("stacks deploy the documents that the proof reads", () => {
  for (const [title, zone, run] of inventories) {
    it(`of ${title}`, async () => {
      const stacks = await Promise.all(stackNames(zone).map((name) => sequential(() => run(name))));
      const deployed = stacks.flatMap(({ resources }) => resources).flatMap(documentOf);
      deepStrictEqual(deployed.sort(), planned(zone).sort());
    });
  }
});

/** One after another: the mocked engine is one for the whole process. */
let last: Promise<unknown> = Promise.resolve();
function sequential<T>(run: () => Promise<T>): Promise<T> {
  const next = last.then(run);
  last = next.catch(() => undefined);
  return next;
}

const policies: Record<string, string> = {
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:kms/keyPolicy:KeyPolicy": "policy",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
};

/** The documents among the inputs of a resource, but for those of a cluster's nodes. */
function documentOf({ inputs, name, type }: StackRun["resources"][number]): string[] {
  if (type === "aws:iam/role:Role" && !name.endsWith("-node")) {
    return [anonymous(inputs.assumeRolePolicy)];
  }
  const property = policies[type];
  return property ? [anonymous(inputs[property])] : [];
}

function planned(zone: LandingZone): string[] {
  const documents = landingZoneDocuments(zone);
  return [
    ...(documents.keys ?? []).map(({ policy }) => policy),
    // A replica has its primary's policy, which Secrets Manager copies.
    ...(documents.secrets ?? [])
      .filter(({ arn }) => zone.secrets.some((secret) => arn.includes(`:${secret.region}:`)))
      .map(({ policy }) => policy),
    ...(documents.roles ?? []).flatMap(({ policies, trust }) => [trust, ...(policies ?? [])]),
  ]
    .filter((document) => document !== null)
    .map((document) => anonymous(JSON.stringify(document)));
}

/** Without what AWS draws, and the statement ids that are derived from it. */
function anonymous(document: string): string {
  const text = document
    .replaceAll(/(:secret:[^"]*)-[A-Za-z0-9]{6}"/g, '$1-SUFFIX"')
    .replaceAll(/:key\/[-\w]+/g, ":key/KEY")
    .replaceAll(/(DecryptThrough[A-Za-z]+Manager)[0-9A-Za-z]*/g, "$1");
  const { Statement, ...rest } = JSON.parse(text);
  return JSON.stringify({
    ...rest,
    Statement: Statement.map((one: object) => JSON.stringify(one)).sort(),
  });
}
