import { deepStrictEqual } from "node:assert/strict";
import { Problem } from "../../../../proof/prover/texts/problem";
import { landingZoneDocuments } from "../../../../sdk/access/landing-zone/landing-zone-documents";
import { type AccessDocuments, difference } from "../../../proof/pods";
import * as known from "../../../proof/prover/deployments/deployment";
import { allow, allowTo } from "../../../proof/statements";
import { landingZoneOf } from "../../grant/support";

/** How many questions the solver gets. */
async function questionsOf(before: AccessDocuments, after: AccessDocuments): Promise<number> {
  const { solve } = Problem.prototype;
  let asked = 0;
  Problem.prototype.solve = function (...given) {
    asked++;
    return solve.apply(this, given);
  };
  try {
    await difference(before, after);
    return asked;
  } finally {
    Problem.prototype.solve = solve;
  }
}

const FOREIGN = "arn:aws:secretsmanager:us-east-1:222222222222:secret:foreign";

/** Two readers, and three secrets in two accounts. */
const exampleDocuments = (): AccessDocuments =>
  landingZoneDocuments(
    landingZoneOf({
      secrets: `
  own: { account: a }
  foreign: { account: b, key: pods }
  other: { account: b, key: pods }`,
      readers: `
  web: { cluster: shop, namespace: web, serviceAccount: web, roleName: web, reads: [foreign] }
  api: { cluster: shop, namespace: api, serviceAccount: api, roleName: api, reads: [other, own] }`,
    }),
  );

describe("difference, of secrets whose documents did not change", function () {
  this.timeout(60_000);

  it("asks the solver about none but the secrets of which something changed that matters", async () => {
    const before = exampleDocuments();
    const secrets = before.secrets?.map((one) => ({ ...one, tags: { ...one.tags, team: "web" } }));
    deepStrictEqual(await questionsOf(before, { ...before, secrets: secrets ?? [] }), 0);
    const turned = { ...before, roles: [...(before.roles ?? [])].reverse() };
    deepStrictEqual(await questionsOf(before, turned), 0);
    const roles = before.roles?.map((role) =>
      role.arn.endsWith("/web") ? { ...role, policies: [known.readPolicy(FOREIGN)] } : role,
    );
    const [alone] = before.secrets?.filter(({ arn }) => arn.startsWith(FOREIGN)) ?? [];
    const only = (documents: AccessDocuments) => ({ ...documents, secrets: alone ? [alone] : [] });
    deepStrictEqual(
      await questionsOf(before, { ...before, roles }),
      await questionsOf(only(before), only({ ...before, roles })),
    );
  });

  const MEMBERS = { StringEquals: { "aws:PrincipalOrgID": "o-members" } };
  const FROM_VPC = { StringEquals: { "aws:SourceVpce": "vpce-1" } };
  const inOrganization = (...members: string[]) =>
    known.oneReader({
      secretAlso: [allowTo("*", known.READS, MEMBERS)],
      keyAlso: [allowTo("*", "kms:Decrypt")],
      more: {
        organization: {
          id: "o-members",
          serviceControlPolicies: members.map((account) => ({ account, levels: [] })),
        },
      },
    });
  const throughEndpoint = (action: string) =>
    known.oneReader({
      policies: [known.policy(allow(known.READS, "*", FROM_VPC), allow("kms:Decrypt", "*"))],
      more: {
        vpcEndpoints: [
          {
            arn: `arn:aws:ec2:us-east-1:${known.CLUSTER_ACCOUNT}:vpc-endpoint/vpce-1`,
            service: "com.amazonaws.us-east-1.secretsmanager",
            policy: known.policy(allowTo("*", action)),
          },
        ],
      },
    });
  const administeredBy = (...administrators: string[]) =>
    known.oneReader({ more: { administrators } });
  const tagged = (team: string) =>
    known.oneReader({
      secretTags: { Team: team },
      secretPolicy: known.policy(
        known.readStatement(known.ROLE, known.BILLING, {
          Condition: { StringEquals: { "aws:ResourceTag/team": "web" } },
        }),
      ),
    });
  const ofGroup = (action: string) =>
    known.oneReader({
      more: {
        users: [{ arn: USER, groups: [GROUP] }],
        groups: [{ arn: GROUP, policies: [known.policy(allow(action, "*"))] }],
      },
    });
  const USER = `arn:aws:iam::${known.OWNER}:user/eve`;
  const GROUP = `arn:aws:iam::${known.OWNER}:group/ops`;
  const elsewhere: Record<string, [before: AccessDocuments, after: AccessDocuments]> = {
    "who is of the organization": [inOrganization(), inOrganization(known.PARTNER)],
    "an endpoint's policy": [throughEndpoint("s3:*"), throughEndpoint("*")],
    "who administers the account": [administeredBy(), administeredBy(known.AUDITOR)],
    "a tag that a policy asks for": [tagged("api"), tagged("web")],
    "the policies of a user's group": [ofGroup("s3:*"), ofGroup("*")],
  };
  for (const [what, [before, after]] of Object.entries(elsewhere)) {
    it(`tells a gain by a change of ${what} alone`, async () => {
      const results = await difference(before, after);
      const gains = results.filter(({ counterexample }) =>
        counterexample?.summary.includes(" gains "),
      );
      deepStrictEqual(gains.length > 0, true);
    });
  }
});
