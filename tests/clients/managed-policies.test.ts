import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { managedPolicies } from "../../bench/size";
import { KINDS, mayRead, type RawPolicy, sessionOf, waysToRead } from "../../proof";
import watching from "../../proof/changes/watching-services.json";
import { rawStatements } from "../../proof/grammar/syntax";
import { checkPolicy } from "../../sandbox/services/iam/policy-text";
import { type AccessDocuments, prove } from "../../sdk/access";
import { newDirectory } from "../directories";
import { OWNER, oneReader, SECRET } from "../proof/prover/deployments/deployment";
import { policy } from "../sandbox/secrets-support";
import { pluck } from "../sandbox/support";

/** How many managed policies this version of the package has. */
const COUNT = 1_582;

/**
 * AWS's own documents, from a package on PyPI, like the AWS CLI of other tests. They belong to AWS and change every week, so
 * the test reads them, and the repository does not keep them. tests/proof/grammar/grammar.test.ts tests the forms in them.
 */
describe("AWS's managed policies", () => {
  let named: Record<string, RawPolicy> = {};
  let policies: RawPolicy[] = [];

  before(() => {
    named = managedPolicies(newDirectory());
    policies = Object.values(named);
  });

  it("give the service-linked roles that only watch an organization's members no way to read", () => {
    const holder = `arn:aws:iam::${OWNER}:role/holder`;
    const reader = (service: string) => ({
      arn: `arn:aws:iam::${OWNER}:role/reader-of-${service}`,
      trust: JSON.parse(
        policy({ Principal: { Service: `${service}.amazonaws.com` }, Action: "sts:AssumeRole" }),
      ),
      policies: [JSON.parse(policy({ Action: "secretsmanager:GetSecretValue", Resource: "*" }))],
    });
    const leadsToReads = (name: string) => {
      const documents = {
        ...{ wholeAccounts: [OWNER], secrets: [{ arn: SECRET }] },
        roles: [{ arn: holder, policies: [named[name]] }, ...["lambda", "ssm"].map(reader)],
      };
      const world = { documents, compute: [], managedPolicies: [] };
      const principal = { kind: "session" as const, roleArn: holder };
      if (!named[name] || mayRead(documents, principal, SECRET).decision === "allowed") {
        return true;
      }
      return waysToRead(world, { kinds: KINDS, starts: [sessionOf(holder)] }).ways.length > 0;
    };
    deepStrictEqual(Object.values(watching).flat().filter(leadsToReads), []);
    deepStrictEqual(["AdministratorAccess", "ReadOnlyAccess"].filter(leadsToReads), [
      "AdministratorAccess",
    ]);
  });

  it("are all accepted by the sandbox's IAM", () => {
    strictEqual(policies.length, COUNT);
    const refused = policies.flatMap((policy) => {
      try {
        for (const text of texts(policy)) checkPolicy("identity", text);
        return [];
      } catch (error) {
        return [String(error)];
      }
    });
    deepStrictEqual(refused, []);
  });

  it("are all read by the prover, which finds those that let their holder read a secret", async () => {
    const held = (document: RawPolicy, index: number) => ({
      arn: `arn:aws:iam::${OWNER}:role/holder-${index}`,
      policies: [document],
    });
    const reader = oneReader();
    const documents: AccessDocuments = {
      ...reader,
      roles: [...(reader.roles ?? []), ...policies.map(held)],
    };
    const { claims } = await prove(documents, { claims: ["read-exclusive", "grant-available"] });
    deepStrictEqual(pluck(claims, "claim", "result"), [
      ["read-exclusive", "refuted"],
      ["grant-available", "proved"],
    ]);
  });
});

/** The longest policy that a request to IAM may contain. */
const LONGEST = 131_072;

/** The policy as requests contain it. One of AWS's policies is too long for a request, and is tested statement by statement. */
function texts(policy: RawPolicy): string[] {
  const whole = JSON.stringify(policy);
  if (whole.length <= LONGEST) return [whole];
  return rawStatements(policy).map((statement) =>
    JSON.stringify({ ...(policy as object), Statement: statement }),
  );
}
