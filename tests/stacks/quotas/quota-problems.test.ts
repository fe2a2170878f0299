import { deepStrictEqual, match } from "node:assert";
import { parseInventory } from "../../../sdk/grant";
import { quotaProblems } from "../../../stacks/quotas";
import { each } from "../../facts";
import { inventoryText } from "../../sdk/grant/support";

const READERS = `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }
  api: { cluster: shop, namespace: web, serviceAccount: api, mode: targetRole, reads: [foreign] }`;

/** The problems of an inventory with two readers, whose accounts have these quotas. */
function problems(quotas: { a?: string; b?: string }, more = {}): string[] {
  const accounts = (["a", "b"] as const).map((name, index) => {
    const id = String(index + 1).repeat(12);
    return `\n  ${name}: { id: "${id}", region: us-east-1, quotas: { ${quotas[name] ?? ""} } }`;
  });
  const text = inventoryText({ accounts: accounts.join(""), readers: READERS, ...more });
  const parsed = parseInventory(text, "zone.yaml", [quotaProblems]);
  return "problems" in parsed
    ? parsed.problems.map(({ line, message }) => `${line}: ${message}`)
    : [];
}

describe("quotaProblems", () => {
  it("is content with what AWS's defaults hold, and with exactly as much as there is", () => {
    deepStrictEqual(problems({}), []);
    deepStrictEqual(
      problems({ a: "roles: 2, podIdentityAssociations: 2, secrets: 1", b: "roles: 1, keys: 1" }),
      [],
    );
  });

  it("names what is too much, how to ask AWS for more, and how to need less", () => {
    deepStrictEqual(problems({ a: "roles: 1" }), [
      "2: accounts.a is over a quota of AWS: IAM roles of account a must be at most 1, got 2; ask AWS for more of quota L-FE177D64 of iam, which goes up to 10000, and write the new value under quotas of the account; or move readers to clusters of another account",
    ]);
  });

  it("names the cluster, and no code where AWS has none", () => {
    deepStrictEqual(problems({ a: "podIdentityAssociations: 1" }), [
      "5: clusters.shop is over a quota of AWS: Pod Identity associations of cluster shop must be at most 1, got 2; ask AWS Support for more, or move readers to another cluster",
    ]);
  });

  it("counts target roles in their owner's account, created clusters' roles, and replicas in their region", () => {
    const secrets = `
  own: { account: a, replicas: [{ region: eu-west-1 }] }
  more: { account: a, region: eu-west-1 }
  foreign: { account: b, key: pods }`;
    const clusters = "\n  shop: { account: a, create: {} }";
    const messages = problems({ a: "roles: 3, secrets: 1" }, { clusters, secrets });
    each(messages, (message) => message.replace(/^.*AWS: |;.*$/g, "")).are([
      "IAM roles of account a must be at most 3, got 4",
      "secrets of account a in eu-west-1 must be at most 1, got 2",
    ]);
    const second = READERS.replaceAll("api", "job").replace(/.*web:.*\n/, "");
    const [message = "", ...others] = problems({ b: "roles: 1" }, { readers: READERS + second });
    match(message, /IAM roles of account b must be at most 1, got 2;/);
    deepStrictEqual(others, []);
  });

  it("rejects a quota that is no number, more than AWS grants, or unknown", () => {
    const [zero, many, unknown] = ["roles: 0", "secrets: 500001", "role: 5"].map((a) =>
      problems({ a }),
    );
    deepStrictEqual(zero, [
      "2: accounts.a.quotas.roles must be a whole number from 1 to 10000, got the number 0",
    ]);
    deepStrictEqual(many, [
      "2: accounts.a.quotas.secrets must be a whole number from 1 to 500000, got the number 500001",
    ]);
    deepStrictEqual(unknown, [
      '2: accounts.a.quotas.role is not a known key; did you mean "roles"?',
    ]);
  });
});
