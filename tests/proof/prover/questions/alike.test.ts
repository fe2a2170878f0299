import { deepStrictEqual } from "node:assert/strict";
import type { RoleDocuments } from "../../../../proof";
import { Alike } from "../../../../proof/prover/questions/alike";
import { type AccessDocuments, summarise, whoCanRead } from "../../pods";
import { allow, allowTo, deny, denyTo, trusts } from "../../statements";
import * as the from "../deployments/deployment";
import { policy } from "../deployments/deployment";
import { FROM, mutantsOfRun } from "./mutants";

const inOwner = (kind: string, name: string) => `arn:aws:iam::${the.OWNER}:${kind}/${name}`;
const parameter = (path: string) => `arn:aws:ssm:${the.REGION}:${the.OWNER}:parameter/${path}`;
const READS = policy(
  allow(["secretsmanager:GetSecretValue", "ssm:GetParameters"]),
  allow("kms:Decrypt"),
);

/** A role for EC2 instances in the owner's account. */
function roleCalled(name: string, ...policies: object[]) {
  return { arn: inOwner("role", name), trust: the.ec2Trust, policies };
}

/** Two secrets with the same policy and the same key. */
function twoSecrets(
  ofSecrets: object | null,
  roles: RoleDocuments[],
  ...ofKey: object[]
): AccessDocuments {
  return {
    keys: [{ arn: the.KEY, policy: policy(the.ownerStatement, ...ofKey) }],
    secrets: [the.SECRET, the.OTHER_SECRET].map((arn) => ({
      arn,
      key: the.KEY,
      policy: ofSecrets,
      tags: { by: inOwner("role", "b") },
    })),
    roles,
  };
}

/** Who reads what. With `isByItself`, each is asked alone; otherwise one answer serves others that are alike. */
async function readers(documents: AccessDocuments, isByItself: boolean): Promise<string[]> {
  const { identityKey, targetKey } = Alike.prototype;
  if (isByItself) {
    Alike.prototype.identityKey = ({ arn }) => arn;
    Alike.prototype.targetKey = ({ of }) => of.arn;
  }
  try {
    const { findings } = await summarise(documents, the.OWNER);
    const summed = findings.flatMap(({ access, conditions, objects, who }) =>
      objects.flatMap((arn) =>
        who.names.map((name) => JSON.stringify([arn, access, who.kind, name, conditions])),
      ),
    );
    const { found } = await whoCanRead(documents, the.OTHER_SECRET);
    const told = found.map(({ as, principal }) => JSON.stringify([as, principal]));
    return [...new Set([...summed, ...told])].sort();
  } catch (error) {
    return [String(error)];
  } finally {
    Object.assign(Alike.prototype, { identityKey, targetKey });
  }
}

/** Roles, users in groups, an administrator, tags and parameters, each in pairs that are alike. */
function pairs(): AccessDocuments {
  const ofTeam = { StringEquals: { "aws:PrincipalTag/team": "a" } };
  const byTag = policy(
    allow("ssm:GetParameter*", "*", { StringEquals: { "ssm:ResourceTag/env": "prod" } }),
  );
  const secrets = twoSecrets(
    policy(
      denyTo("*", "secretsmanager:*", { StringNotEquals: { "aws:PrincipalTag/team": "a" } }),
      allowTo({ AWS: inOwner("role", "named") }, "secretsmanager:GetSecretValue", ofTeam),
    ),
    [
      ...["one", "two"].map((name) => ({ ...roleCalled(name, READS), tags: { team: "a" } })),
      ...["made/three", "made/four"].map((name) => ({
        ...roleCalled(name, READS),
        trust: policy(
          trusts({ AWS: inOwner("role", "maker") }, ["sts:AssumeRole", "sts:TagSession"]),
        ),
        permissionsBoundary: policy(
          allow("*"),
          deny("kms:*", "*", { StringLike: { "aws:PrincipalArn": "*:role/admin/*" } }),
        ),
      })),
      { ...roleCalled("maker", policy(allow("sts:*"))), tags: { team: "a" } },
      roleCalled("named"),
    ],
  );
  return {
    ...secrets,
    administrators: [inOwner("role", "one")],
    parameters: ["app/one", "app/two"].map((path) => ({
      arn: parameter(path),
      secure: true,
      key: the.KEY,
      tags: { env: "prod" },
    })),
    users: ["ann", "bob"].map((name) => ({
      arn: inOwner("user", name),
      policies: [],
      groups: [inOwner("group", "staff")],
      tags: { team: "a" },
    })),
    groups: [{ arn: inOwner("group", "staff"), policies: [READS, byTag] }],
    organization: {
      id: "o-a1b2c3d4e5",
      serviceControlPolicies: [
        {
          account: the.OWNER,
          levels: [
            [
              policy(
                allow("*"),
                deny("ssm:*", "*", { ArnLike: { "aws:PrincipalArn": inOwner("user", "b*") } }),
              ),
            ],
          ],
        },
      ],
      resourceControlPolicies: [
        {
          account: the.OWNER,
          levels: [
            [
              policy(
                allowTo("*", "*"),
                denyTo("*", "kms:Decrypt", { StringEquals: { "aws:PrincipalTag/team": "b" } }),
              ),
            ],
          ],
        },
      ],
    },
  };
}

describe("an answer that stands for those of all reads like it", function () {
  this.timeout(120_000);

  const like = (key: string, value: string) => ({ StringLike: { [key]: value } });
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable.
  const [account, principal] = ["${aws:PrincipalAccount}", "${ aws:PrincipalArn }"];
  const differing = {
    "a pattern with a variable matches one role's name": twoSecrets(
      policy(
        denyTo(
          "*",
          "secretsmanager:*",
          like("aws:PrincipalArn", `arn:aws:iam::${account}:role/admin-*`),
        ),
      ),
      [roleCalled("admin-a", READS), roleCalled("dev-a", READS)],
    ),
    "a variable with spaces is one role's name": twoSecrets(
      policy(
        denyTo("*", "secretsmanager:*", { StringNotEquals: { "aws:ResourceTag/by": principal } }),
      ),
      [roleCalled("a", READS), roleCalled("b", READS)],
    ),
    "the key compares one secret whatever its case": twoSecrets(
      null,
      [roleCalled("dev", READS)],
      denyTo("*", "kms:Decrypt", {
        StringEqualsIgnoreCase: {
          "kms:EncryptionContext:SecretARN": the.SECRET.toUpperCase(),
        },
      }),
    ),
    "a role may ask for one secret by its name": twoSecrets(null, [
      roleCalled(
        "dev",
        policy(
          allow("secretsmanager:GetSecretValue", "*", like("secretsmanager:SecretId", "billing/*")),
          allow("kms:Decrypt"),
        ),
      ),
    ]),
  };
  for (const [what, documents] of Object.entries(differing)) {
    it(`is not used where ${what}`, async () => {
      deepStrictEqual(await readers(documents, false), await readers(documents, true));
    });
  }

  it(`is what each has by itself, of mutants of like documents from ${FROM} on`, async () => {
    for (const { documents, title } of mutantsOfRun(pairs(), 8)) {
      const [alike, own] = [await readers(documents, false), await readers(documents, true)];
      deepStrictEqual(alike, own, title);
    }
  });
});
