import { deepStrictEqual, strictEqual } from "node:assert";
import { landingZoneDocuments } from "../../sdk/access/landing-zone/landing-zone-documents";
import type { LandingZone } from "../../sdk/grant";
import { stackNames } from "../../stacks/stack-plan";
import { none } from "../facts";
import { zone as reference, runReference } from "./reference";
import type { StackRun } from "./run-stack";
import { orders, ordersReplica, runVocabulary, zone as vocabulary } from "./vocabulary";

describe("stack of secrets", () => {
  it("makes the keys of each region there, and takes over the policy of a key that exists", async () => {
    const stack = await runVocabulary("data.secrets");
    const existing = "11111111-2222-3333-4444-555555555555-eu-west-1";
    deepStrictEqual(
      stack.resources
        .filter(({ type }) => type.startsWith("aws:kms"))
        .map(({ name, provider, type }) => `${type.split(":")[2]} ${name} by ${provider}`)
        .sort(),
      [
        "Alias orders-eu-central-1-alias by aws-eu-central-1",
        "Alias orders-eu-west-1-alias by aws",
        "Key orders-eu-central-1-key by aws-eu-central-1",
        "Key orders-eu-west-1-key by aws",
        `KeyPolicy ${existing}-policy by aws`,
        "KeyPolicy orders-eu-central-1-policy by aws-eu-central-1",
        "KeyPolicy orders-eu-west-1-policy by aws",
      ],
    );
  });

  it("replicates, rotates and seals a secret, and keeps the statements of its owner", async () => {
    const stack = await runVocabulary("data.secrets");
    const { name, replicas } = stack.inputsOf("orders/db-secret");
    strictEqual(name, "orders/db");
    deepStrictEqual(replicas, [
      {
        region: "eu-central-1",
        kmsKeyId: "arn:aws:kms:eu-central-1:222222222222:key/orders-eu-central-1-key-id",
      },
    ]);
    strictEqual(stack.inputsOf("orders/db-rotation").rotationRules.automaticallyAfterDays, 30);
    const [seal, mine, ...others] = stack.statementsOf("orders/db-policy");
    deepStrictEqual(others, []);
    strictEqual(mine.Sid, "Mine");
    const [admin, target, rotate] = seal.Condition.ArnNotEquals["aws:PrincipalArn"];
    strictEqual(admin, "arn:aws:iam::222222222222:role/admin");
    deepStrictEqual(stack.outputs.targetRoles, { orders: target });
    strictEqual(rotate, "arn:aws:iam::222222222222:role/rotate");
  });

  it("manages nothing of a secret that exists but its policy", async () => {
    const stack = await runVocabulary("data.secrets");
    deepStrictEqual(
      stack.children().filter((child) => child.includes("legacy")),
      [
        "aws:secretsmanager/secretPolicy:SecretPolicy legacy-policy",
        "eks-pod-secrets:index:PodSecret legacy",
      ],
    );
  });

  it("gives the target role the secret in both regions, and no parameter", async () => {
    const stack = await runVocabulary("data.secrets");
    deepStrictEqual(stack.statementsOf("orders-policy")[0].Resource, [ordersReplica, orders]);
  });

  it("requires the organization on the owner's side", async () => {
    const stack = await runVocabulary("data.secrets");
    strictEqual(
      stack.statementsOf("legacy-policy")[0].Condition.StringEquals["aws:PrincipalOrgID"],
      "o-exampleorg",
    );
  });

  it("tags a secret of style attributes, and demands the tags of its reader", async () => {
    const secret = (await runVocabulary("platform.secrets")).one(
      "aws:secretsmanager/secret:Secret",
      "session-secret",
    );
    deepStrictEqual(secret.inputs.tags, {
      "eks-cluster-name": "lab",
      "kubernetes-namespace": "web",
    });
    deepStrictEqual(
      (await runVocabulary("platform.workloads")).statementsOf("session-policy")[0].Condition
        .StringEquals,
      {
        // biome-ignore-start lint/suspicious/noTemplateCurlyInString: IAM policy variables
        "aws:ResourceTag/eks-cluster-name": "${aws:PrincipalTag/eks-cluster-name}",
        "aws:ResourceTag/kubernetes-namespace": "${aws:PrincipalTag/kubernetes-namespace}",
        // biome-ignore-end lint/suspicious/noTemplateCurlyInString: IAM policy variables
      },
    );
  });

  it("outputs parameters, which exist already, without creating any", async () => {
    const stack = await runVocabulary("platform.secrets");
    deepStrictEqual(stack.outputs.parameters, {
      "/shop/flags": "arn:aws:ssm:eu-west-1:111111111111:parameter/shop/flags",
    });
    none(stack.children(), (child) => child.startsWith("aws:ssm"));
  });
});

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

/** Runs one after another, because the whole process has only one mocked engine. */
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

/** The policy documents in a resource's inputs, without those of a cluster's nodes. */
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
    // A replica has the policy of its primary. Secrets Manager copies it.
    ...(documents.secrets ?? [])
      .filter(({ arn }) => zone.secrets.some((secret) => arn.includes(`:${secret.region}:`)))
      .map(({ policy }) => policy),
    ...(documents.roles ?? []).flatMap(({ policies, trust }) => [trust, ...(policies ?? [])]),
  ]
    .filter((document) => document !== null)
    .map((document) => anonymous(JSON.stringify(document)));
}

/** Removes what AWS draws at random, and the statement IDs that are derived from it. */
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
