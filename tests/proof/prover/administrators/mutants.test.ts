import { deepStrictEqual, ok } from "node:assert";

import { prove } from "../../pods";
import { documentsOf, GITHUB, type Given, github, misses, named, SAML } from "./ways";

type Statement = Record<string, unknown>;

const OTHERS = [
  named("444444444444"),
  named("arn:aws:iam::444444444444:role/x"),
  { Principal: "*" },
  github(),
  { Principal: { Federated: GITHUB.replace("token", "other") } },
  { Principal: { Federated: SAML.replace("corp", "other") } },
  { Principal: { Service: "lambda.amazonaws.com" } },
];

/** Weaker variants of the trust policy: with one more principal, or without one of the conditions and denials. */
function weakened(trust: object): { title: string; trust: object }[] {
  const { Statement } = trust as { Statement: Statement[] };
  const replaced = (index: number, ...by: Statement[]) => ({
    ...trust,
    Statement: Statement.toSpliced(index, 1, ...by),
  });
  return [
    ...OTHERS.map((one) => ({
      title: `lets in ${JSON.stringify(one.Principal)}`,
      trust: {
        ...trust,
        Statement: [
          ...Statement.filter(({ Effect }) => Effect === "Allow"),
          { Effect: "Allow", Action: "sts:*", ...one },
        ],
      },
    })),
    ...Statement.flatMap((one, index) => [
      ...(one.Effect === "Deny" ? [{ title: "denies less", trust: replaced(index) }] : []),
      ...(one.Effect === "Allow" && one.Condition
        ? [{ title: "drops a condition", trust: replaced(index, { ...one, Condition: undefined }) }]
        : []),
    ]),
  ];
}

describe("prove, of administrators' roles whose trust is weakened", () => {
  it("proves none but one that lets in nobody more", async () => {
    const survivors: string[] = [];
    let count = 0;
    for (const [title, given] of Object.entries(misses)) {
      const { trust } = (documentsOf(given as Given).roles ?? []).find(({ arn }) =>
        arn.endsWith("/breakglass"),
      ) ?? { trust: null };
      if (!trust) continue;
      for (const mutant of weakened(trust as object)) {
        const documents = documentsOf({
          ...given,
          trust: JSON.parse(JSON.stringify(mutant.trust)),
        });
        const { result } = await prove(documents, { claims: ["read-exclusive"] });
        count++;
        if (result === "proved") survivors.push(`${title}: ${mutant.title}`);
      }
    }
    ok(count > 80, String(count));
    deepStrictEqual(survivors, [
      // Its audience does not say whose subject it is. Everyone of the provider is declared.
      "lets in a SAML provider that is declared: drops a condition",
    ]);
  }).timeout(0);
});
