import { deepStrictEqual } from "node:assert/strict";
import { type AccessDocuments, prove } from "../../pods";
import { allow, allowTo, deny, trusts } from "../../statements";
import * as the from "../deployments/deployment";
import { oneReader, policy } from "../deployments/deployment";
import { FROM, mutantsOfRun } from "../questions/mutants";

/** Names in one reader's documents, and the names in those of another reader like it. */
const RENAMING = [
  ["billing", "invoices"],
  ["0d4c5a1e", "1d4c5a1e"],
] as const;

function renamed<Documents>(documents: Documents): Documents {
  const text = RENAMING.reduce(
    (so, [from, to]) => so.replaceAll(from, to),
    JSON.stringify(documents),
  );
  return JSON.parse(text);
}

/** The deployment of one reader twice, the second time with other names. */
function twice(one: AccessDocuments): AccessDocuments {
  const other = renamed(one);
  const both = <Part>(list: Part[] | null | undefined, more: Part[] | null | undefined) => [
    ...(list ?? []),
    ...(more ?? []),
  ];
  return {
    secrets: both(one.secrets, other.secrets),
    keys: both(one.keys, other.keys),
    roles: both(one.roles, other.roles),
    associations: both(one.associations, other.associations),
    grants: both(one.grants, other.grants),
  };
}

/** A reader that reads through a role of the owner's account, by the secret's tags. Somebody else has a grant of the key. */
function readerInOwnersAccount(): AccessDocuments {
  const byTag = { StringEquals: { "aws:ResourceTag/team": "a" } };
  const grantee = `arn:aws:iam::${the.PARTNER}:role/billing-backup`;
  const becoming = ["sts:AssumeRole", "sts:TagSession"];
  const ofReader = { StringEquals: the.tagsOf("aws:PrincipalTag", the.BILLING) };
  const reader = oneReader({ policies: [policy(allow(becoming, the.TARGET_ROLE))] });
  return {
    ...reader,
    secrets: [
      {
        arn: the.SECRET,
        key: the.KEY,
        tags: { team: "a" },
        policy: policy(allowTo({ AWS: grantee }, "secretsmanager:GetSecretValue")),
      },
    ],
    keys: [
      {
        arn: the.KEY,
        policy: policy(the.ownerStatement),
        grants: [
          {
            grantee,
            operations: ["Decrypt"],
            encryptionContextEquals: { Id: "a" },
          },
        ],
      },
    ],
    roles: [
      ...(reader.roles ?? []),
      {
        arn: the.TARGET_ROLE,
        trust: policy(trusts({ AWS: the.ROLE }, becoming, ofReader)),
        policies: [policy(allow(the.READS, "*", byTag), allow("kms:Decrypt", the.KEY))],
      },
    ],
    associations: [{ ...the.BILLING, roleArn: the.ROLE, targetRoleArn: the.TARGET_ROLE }],
  };
}

/** Two secrets that admit a whole organization. Only control policies keep the organization's accounts out. */
function openToOrganization(): AccessDocuments {
  const ofOrganization = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
  const secrets = [the.SECRET, renamed(the.SECRET)];
  return {
    keys: [{ arn: the.KEY, policy: policy(allowTo("*", "kms:Decrypt", ofOrganization)) }],
    secrets: secrets.map((arn) => ({
      arn,
      key: the.KEY,
      policy: policy(allowTo("*", "secretsmanager:GetSecretValue", ofOrganization)),
    })),
    organization: {
      id: "o-a1b2c3d4e5",
      serviceControlPolicies: [the.OWNER, the.PARTNER, the.CLUSTER_ACCOUNT].map((account) => ({
        account,
        levels: [[policy(allow("*")), policy(deny("secretsmanager:*", secrets))]],
      })),
    },
  };
}

const USER = `arn:aws:iam::${the.PARTNER}:user/deployer`;

/** Two accounts with a secret and an administrator each. A user of a third account may assume a role that may assume the administrator. */
function twoAdministrators(): AccessDocuments {
  const owners = [the.OWNER, the.CLUSTER_ACCOUNT];
  const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
  const becoming = (arn: string, maker: string, actions: string) => ({
    arn,
    trust: policy(trusts({ AWS: maker }, "sts:AssumeRole")),
    policies: [policy(allow(actions))],
  });
  return {
    secrets: owners.map((account) => ({ arn: the.SECRET.replace(the.OWNER, account) })),
    administrators: owners.map((account) => ({
      role: role(account, "admin"),
      from: [{ role: role(account, "deploy"), from: [USER] }],
    })),
    roles: owners.flatMap((account) => [
      becoming(role(account, "admin"), role(account, "deploy"), "*"),
      becoming(role(account, "deploy"), USER, "sts:*"),
    ]),
  };
}

/** The results of all claims. With `isByItself`, each is proved alone; otherwise one proof serves others that differ only in names. */
async function results(documents: AccessDocuments, isByItself: boolean): Promise<string[]> {
  try {
    const { claims } = await prove(documents, isByItself ? { onProved: () => {} } : {});
    return claims.map(({ claim, result, subject }) => [claim, subject, result].join(" "));
  } catch {
    return ["is no deployment"];
  }
}

describe("a proof that stands for another", function () {
  this.timeout(120_000);

  for (const [what, documents] of Object.entries({
    "two readers": twice(oneReader()),
    "two readers in their owner's account": twice(readerInOwnersAccount()),
    "an organization's secrets": openToOrganization(),
    "two accounts' administrators": twoAdministrators(),
  })) {
    it(`says what the other's own says, of mutants of ${what} from ${FROM} on`, async () => {
      for (const mutant of mutantsOfRun(documents, 30)) {
        const [shared, own] = [
          await results(mutant.documents, false),
          await results(mutant.documents, true),
        ];
        deepStrictEqual(shared, own, mutant.title);
      }
    });
  }

  it("says who was declared to become a role, whichever administrator tells it", async () => {
    const { administrators, ...documents } = twoAdministrators();
    const [first] = documents.roles ?? [];
    const undeclared = (administrators ?? []).map((one) =>
      JSON.parse(JSON.stringify(one).replaceAll(/"from":\["[^"]*"\]/g, '"from":[]')),
    );
    const elsewhere = {
      role: "arn:aws:iam::444444444444:role/admin",
      from: [{ role: String(first?.arn).replace("admin", "deploy"), from: [USER] }],
    };
    const told = { ...documents, administrators: [...undeclared, elsewhere] };
    const shared = await results(told, false);
    deepStrictEqual(shared, await results(told, true));
    deepStrictEqual(
      shared.map((one) => one.split(" ").at(-1)),
      ["proved", "proved", "proved", "refuted"],
    );
  });
});
