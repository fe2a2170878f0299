import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { AccountFacts } from "../../../cli/doctor/facts/account-facts";
import { oidcProviderArn } from "../../../sdk/grant";
import { type Change, each, factsOf, findingsOf, notRight, zoneOf } from "./account-facts";

const INVENTORY = `
id: lz-tests
accounts:
  shop: { id: "111111111111", region: us-east-1 }
  data: { id: "222222222222", region: us-east-1 }
clusters:
  shop: { account: shop, existing: true, oidcProvider: "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE" }
  made: { account: shop, create: {} }
secrets:
  orders/db: { account: data, key: orders }
readers:
  irsa: { cluster: shop, namespace: default, serviceAccount: irsa, identity: irsa, reads: [orders/db] }
  drawn: { cluster: made, namespace: default, serviceAccount: drawn, identity: irsa, reads: [orders/db] }
  both: { cluster: shop, namespace: default, serviceAccount: both, identity: both, reads: [orders/db] }
`;
const ZONE = zoneOf(INVENTORY);

const DRAWN = "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/DRAWN";

/** Facts of a reader, with changes in the trust policies of its roles. */
const changed = (id: string, from: string | RegExp, to: string): AccountFacts =>
  factsOf(id, { documents: trusts((text) => text.replaceAll(from, to)) }, ZONE);

const trusts = (change: (text: string) => string): Change["documents"] =>
  each("roles", ({ trust }) => ({ trust: JSON.parse(change(JSON.stringify(trust))) }));

/** Facts of the created cluster, with the issuer that EKS has given it. */
function drawn(facts: AccountFacts): AccountFacts {
  return { ...facts, oidcProvider: { value: { arn: DRAWN, audiences: ["sts.amazonaws.com"] } } };
}

function causeOf(facts: AccountFacts): string[] {
  return findingsOf("trust", facts).map((one) => (one.result === "wrong" ? one.cause : one.result));
}

describe("the trust of a reader with IAM roles for service accounts", () => {
  it("lets its tokens in, and the owner's policies its sessions without tags", () => {
    deepStrictEqual(notRight(factsOf("irsa", {}, ZONE)), ["session-tags: undefined"]);
  });

  it("is wrong where it names another service account or another audience", () => {
    deepStrictEqual(causeOf(changed("irsa", "default:irsa", "default:other")), ["EPS-365"]);
    deepStrictEqual(causeOf(changed("irsa", "sts.amazonaws.com", "other")), ["EPS-365"]);
    const [one] = findingsOf("trust", changed("irsa", "default:irsa", "default:other"));
    if (one?.result !== "wrong") throw new Error("right");
    match(one.says, /allows sts:AssumeRoleWithWebIdentity/);
    deepStrictEqual(one.mend.commands, [
      "eks-pod-secrets up --refresh --yes --only shop.workloads",
    ]);
  });

  it("is wrong where it names another provider, or Pod Identity alone", () => {
    deepStrictEqual(causeOf(changed("irsa", /id\/EXAMPLE\w+/g, "id/OTHER")), ["EPS-366"]);
    const podIdentity = factsOf(
      "irsa",
      {
        documents: each("roles", () => ({
          trust: {
            Version: "2012-10-17",
            Statement: {
              ...{ Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" } },
              Action: ["sts:AssumeRole", "sts:TagSession"],
            },
          },
        })),
      },
      ZONE,
    );
    deepStrictEqual(causeOf(podIdentity), ["EPS-366"]);
  });

  it("is wrong where a statement denies", () => {
    const denies = '"Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:*"},';
    deepStrictEqual(causeOf(changed("irsa", '"Statement":[', denies)), ["EPS-306"]);
  });

  it("is asked with the issuer that a created cluster has, which up puts into it", () => {
    const [reader] = ZONE.readers.filter(({ id }) => id === "drawn");
    const planned = reader && oidcProviderArn(reader.cluster).replace(/^.*\//, "");
    deepStrictEqual(causeOf(drawn(changed("drawn", `${planned}`, "DRAWN"))), ["right"]);
    const [one] = findingsOf("trust", drawn(factsOf("drawn", {}, ZONE)));
    if (one?.result !== "wrong") throw new Error("right");
    strictEqual(one.cause, "EPS-366");
    deepStrictEqual(one.mend.commands, [
      "eks-pod-secrets up --refresh --yes --only shop.workloads",
    ]);
  });

  it("is that of Pod Identity for a reader with both", () => {
    deepStrictEqual(causeOf(factsOf("both", {}, ZONE)), ["right"]);
    deepStrictEqual(causeOf(changed("both", "pods.eks.amazonaws.com", "ec2.amazonaws.com")), [
      "EPS-358",
    ]);
  });
});
