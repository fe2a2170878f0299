import { deepStrictEqual } from "node:assert";

import {
  type AccessDocuments,
  blastRadius,
  mayRead,
  prove,
  summarise,
  whoCanRead,
} from "../../../proof/pods";
import { allow } from "../../../proof/statements";
import {
  COPY,
  declared,
  decrypts,
  FORMER,
  fetches,
  GET,
  key,
  LOOKED,
  letting,
  nearMisses,
  OPEN,
  OWNER,
  planted,
  READER,
  SPY,
  secret,
  ways,
} from "./planted-copies";

/** The answers of the four questions about whether the role reads. */
async function answers(documents: AccessDocuments) {
  const { claims, result } = await prove(documents, { claims: ["read-exclusive"] });
  const found = await Promise.all(
    (documents.secrets ?? [])
      .filter(({ arn }) => arn.includes(OWNER))
      .map(({ arn }) => whoCanRead(documents, arn)),
  );
  const radius = await blastRadius(documents, { kind: "role", roleArn: SPY });
  const { findings } = await summarise(documents, OWNER, { areIdentitiesWhole: true });
  return {
    proved: result === "proved",
    named: claims.some(({ counterexample }) => JSON.stringify(counterexample ?? "").includes(SPY)),
    whoCanRead: JSON.stringify(found).includes(SPY),
    blastRadius: radius.found.length > 0,
    summary: findings.some(({ who }) => who.names.includes(SPY)),
  };
}

const NOBODY = {
  proved: true,
  named: false,
  whoCanRead: false,
  blastRadius: false,
  summary: false,
};
const THE_ROLE = { proved: false, named: true, whoCanRead: true, blastRadius: true, summary: true };

describe("prove, who-can-read, blast-radius and summary, of copies and former keys", function () {
  this.timeout(30_000);

  for (const [title, documents] of Object.entries(ways)) {
    it(`name ${title}`, async () => {
      deepStrictEqual(await answers(documents), THE_ROLE);
    });
  }

  for (const [title, documents] of Object.entries(nearMisses)) {
    it(`find nobody by ${title}`, async () => {
      deepStrictEqual(await answers(documents), NOBODY);
    });
  }

  it("take a secret of the same name in another account for another secret", async () => {
    const other = secret.arn.replace(OWNER, READER);
    const documents = planted({ secrets: [{ ...LOOKED, arn: other, key: null }] });
    const role = `arn:aws:iam::${READER}:role/other`;
    const mayGet = { Effect: "Allow", ...fetches(other) };
    const { claims } = await prove({
      ...documents,
      roles: [
        ...(documents.roles ?? []),
        { arn: role, policies: [{ Version: "2012-10-17", Statement: [mayGet] }] },
      ],
    });
    deepStrictEqual(
      claims
        .filter(({ result }) => result !== "proved")
        .map(({ claim, subject }) => [claim, subject]),
      [["read-exclusive", other]],
    );
  });

  it("let the declared reader read every copy, with every key of it", async () => {
    const [role] = declared.roles ?? [];
    const Resource = [secret.arn, COPY];
    const context = { "kms:EncryptionContext:SecretARN": Resource };
    const own = ["eu-west-1", "eu-central-1"].map((region) => ({
      Effect: "Allow",
      ...decrypts("*"),
      Resource: [key.arn, FORMER],
      Condition: {
        StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com`, ...context },
      },
    }));
    const reads = allow([GET, "secretsmanager:DescribeSecret"], Resource);
    const documents = planted({
      secret: { formerKeys: [FORMER] },
      secrets: [{ ...secret, ...LOOKED, arn: COPY, formerKeys: [FORMER] }],
      keys: [{ arn: FORMER, policy: key.policy }],
    });
    const policies = [{ Version: "2012-10-17", Statement: [reads, ...own] }];
    const roles = [{ ...role, arn: role?.arn ?? "", policies }];
    const { claims } = await prove({ ...documents, roles });
    deepStrictEqual(
      claims.filter(({ result }) => result !== "proved"),
      [],
    );
  });

  it("need the key in force alone for a grant to be available", async () => {
    const documents = planted({
      secret: { formerKeys: [FORMER] },
      keys: [{ arn: FORMER, policy: OPEN, disabled: true }],
    });
    const { result } = await prove(documents, { claims: ["grant-available"] });
    deepStrictEqual(result, "proved");
  });

  it("judge each copy and each former key by its own policy", async () => {
    const outside = letting("999999999999", "*");
    const documents = planted({
      secret: { formerKeys: [FORMER] },
      secrets: [{ ...secret, ...LOOKED, arn: COPY, policy: outside }],
      keys: [{ arn: FORMER, policy: outside }],
    });
    const { claims } = await prove(documents, { claims: ["secret-bounded", "key-bounded"] });
    deepStrictEqual(
      claims.map(({ claim, subject, result }) => [claim, subject, result]),
      [
        ["secret-bounded", secret.arn, "proved"],
        ["secret-bounded", COPY, "refuted"],
        ["key-bounded", key.arn, "proved"],
        ["key-bounded", FORMER, "refuted"],
      ],
    );
  });

  it("know nothing of a former key that the documents lack", async () => {
    const documents = planted({ secret: { formerKeys: [FORMER] }, spy: [fetches(secret.arn)] });
    const { claims } = await prove(documents, { claims: ["key-bounded", "read-exclusive"] });
    deepStrictEqual(
      claims.map(({ result, subject }) => [subject, result]),
      [
        [key.arn, "proved"],
        [FORMER, "unknown"],
        [secret.arn, "refuted"],
      ],
    );
  });

  it("assume that there are none where nobody looked, and say so", async () => {
    const [whole, ...dropped] = await Promise.all(
      [[], ["no-other-copies"], ["no-former-keys"]].map((drop) =>
        prove(declared, { claims: ["read-exclusive"], drop }),
      ),
    );
    deepStrictEqual(whole?.claims[0]?.assumptionsUsed.slice(-2), [
      "no-other-copies",
      "no-former-keys",
    ]);
    deepStrictEqual(
      dropped.map(({ result }) => result),
      ["unknown", "unknown"],
    );
    const looked = { ...declared, secrets: [{ ...secret, ...LOOKED }] };
    const drop = ["no-other-copies", "no-former-keys"];
    deepStrictEqual((await prove(looked, { drop, claims: ["read-exclusive"] })).result, "proved");
  });

  it("hold a secret of the same name to be a copy where the documents list it", async () => {
    const other = `${COPY.slice(0, -6)}Zz9Zz9`;
    const documents = planted({
      secret: { copies: [other] },
      secrets: [{ ...LOOKED, arn: other, key: null }],
      spy: [fetches(other)],
    });
    deepStrictEqual(await answers(documents), THE_ROLE);
    const lacking = { ...documents, secrets: [{ ...secret, copies: [other] }] };
    deepStrictEqual(
      await prove(lacking).catch(({ message }: Error) => message),
      `the documents must hold every copy of a secret, got ${secret.arn} with ${other}`,
    );
  });

  it("are confirmed by the evaluator, which reads with any key of a version", () => {
    const documents = planted({
      secret: { formerKeys: [FORMER] },
      keys: [{ arn: FORMER, policy: OPEN }],
      spy: [fetches(secret.arn), decrypts(FORMER)],
    });
    const spy = { kind: "session", roleArn: SPY } as const;
    deepStrictEqual(mayRead(documents, spy, secret.arn).decision, "allowed");
    const now = planted({ keys: [{ arn: FORMER, policy: OPEN }], spy: [fetches(secret.arn)] });
    deepStrictEqual(mayRead(now, spy, secret.arn).decision, "denied");
  });
});
