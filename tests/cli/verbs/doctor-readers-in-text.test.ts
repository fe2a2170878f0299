import { deepStrictEqual } from "node:assert";

import { readersInText } from "../../../cli/verbs/doctor/readers-in-text";
import { column } from "../../facts";
import { landingZoneOf } from "../../sdk/grant/support";

const { readers } = landingZoneOf({
  readers: `
  orders: { cluster: shop, namespace: shop, serviceAccount: orders-api, reads: [own], deployment: { image: x, mountPath: /mnt } }
  bills: { cluster: shop, namespace: shop, serviceAccount: bills-api, reads: [own] }
  alone: { cluster: shop, namespace: other, serviceAccount: alone-api, reads: [own] }`,
});
const [orders, bills] = readers;

/** Texts, and the readers that they name. */
const TEXTS: [string, string, string[]][] = [
  [
    "a role's session",
    `User: ${orders?.role.arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/eks-shop-x is not authorized`,
    ["orders"],
  ],
  ["a service account", 'subject "system:serviceaccount:shop:bills-api"', ["bills"]],
  [
    "a SecretProviderClass",
    `SecretProviderClass shop/${bills?.secretProviderClass} not found`,
    ["bills"],
  ],
  ["a pod of a Deployment", "failed to mount for pod shop/orders-5d8c9-x2x, err", ["orders"]],
  [
    "a describe",
    "Name:       x-1\nNamespace:        shop\nService Account:  bills-api\n",
    ["bills"],
  ],
  [
    "JSON",
    '{"metadata":{"name":"x","namespace":"shop"},"spec":{"serviceAccountName":"orders-api"}}',
    ["orders"],
  ],
  [
    "JSON in JSON, with the tags of a session",
    JSON.stringify({
      CloudTrailEvent: JSON.stringify({
        tags: { "kubernetes-namespace": "shop", "kubernetes-service-account": "bills-api" },
      }),
    }),
    ["bills"],
  ],
  [
    "a namespace alone, as far as it tells",
    "pod shop/x-1 and pod other/y-1",
    ["orders", "bills", "alone"],
  ],
  ["the one reader of a namespace", "for pod other/y-1, err", ["alone"]],
  ["a namespace that only begins so", "for pod another/alone-api, shop2/orders-api", []],
  ["nothing", "orders-api cannot read shop", []],
];

describe("the readers that a text names", () => {
  for (const [what, text, expected] of TEXTS) {
    it(`are known by ${what}: ${expected.join(", ") || "none"}`, () => {
      deepStrictEqual(column([...readersInText(text, readers)], "id"), expected);
    });
  }

  it("are found in a log of a day within three seconds", () => {
    const line = "E1130 shop/x aaaaaaaaaa.bbbbbbbbbb/cccccccc namespace: : : shop name=======  x\n";
    const started = Date.now();
    readersInText(line.repeat(100_000) + "a/".repeat(500_000) + "a".repeat(1_000_000), readers);
    deepStrictEqual(Date.now() - started < 3_000, true, `${Date.now() - started} ms`);
  });
});
