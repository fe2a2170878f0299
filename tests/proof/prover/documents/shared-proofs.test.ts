import { deepStrictEqual } from "node:assert/strict";
import { type AccessDocuments, prove } from "../../pods";
import { allow, allowTo, deny } from "../../statements";
import * as the from "../deployments/deployment";
import { oneReader, policy } from "../deployments/deployment";
import { FROM, mutantsOfRun } from "../questions/mutants";

/** Names of one reader's things, and of those of another one like it. */
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

/** The deployment of one reader, twice, under names of their own. */
function twoReaders(): AccessDocuments {
  const [one, other] = [oneReader(), renamed(oneReader())];
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

/** Two secrets that are open to an organization, of whose accounts only control policies keep them. */
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

/** What is proved and what is not; each by itself, or one for another that differs in names alone. */
async function results(documents: AccessDocuments, isByItself: boolean): Promise<string[]> {
  try {
    const { claims } = await prove(documents, isByItself ? { onProved: () => {} } : {});
    return claims.map(({ claim, result, subject }) => [claim, subject, result].join(" "));
  } catch (error) {
    return [String(error)];
  }
}

describe("a proof that stands for another", function () {
  this.timeout(120_000);

  for (const [what, documents] of Object.entries({
    "two readers": twoReaders(),
    "an organization's secrets": openToOrganization(),
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
});
