import { ok, strictEqual } from "node:assert/strict";
import { isMapping } from "../../../../proof/collections";
import {
  type AccessDocuments,
  type ClaimResult,
  difference,
  type ProofMemory,
  prove,
} from "../../pods";
import * as the from "../deployments/deployment";
import { everyKind as documents } from "./every-kind";
import { type Kept, memoryOf, mustSayTheSame, said } from "./memory-support";
import { changedAt, placesIn } from "./mutants";

type Statement = Record<string, unknown>;

interface PolicyDocument {
  Version: string;
  Statement: Statement[];
}

/** Forms of a document that the grammar refuses, and other forms that it knows. */
function otherForms({ Statement: statements, ...rest }: PolicyDocument): Record<string, unknown> {
  const [first = {}] = statements;
  const { Action: _, Effect: __, ...others } = first;
  const withFirst = (more: Statement) => ({
    ...rest,
    Statement: [{ ...first, ...more }, ...statements.slice(1)],
  });
  return {
    "no element": {},
    "no Statement": rest,
    "a Statement that is null": { ...rest, Statement: null },
    "no statements": { ...rest, Statement: [] },
    "a statement by itself": { ...rest, Statement: first },
    "no Version": { Statement: statements },
    "a Version that is none": { ...rest, Version: "2012", Statement: statements },
    "an unknown element": { ...rest, Also: [], Statement: statements },
    "no Effect and no Action": { ...rest, Statement: [...statements, others] },
    NotAction: { ...rest, Statement: [{ ...others, Effect: first.Effect, NotAction: "s3:*" }] },
    "a Resource that is no ARN": withFirst({ Resource: "bucket" }),
    "an unknown Principal": withFirst({ Principal: { Team: "billing" } }),
    NotPrincipal: withFirst({ NotPrincipal: { AWS: the.AUDITOR } }),
    "an unknown operator": withFirst({ Condition: { StringAlike: { "aws:PrincipalArn": "*" } } }),
    "a truth that is none": withFirst({ Condition: { Bool: { "aws:SecureTransport": "maybe" } } }),
    "a Sid that stands twice": {
      ...rest,
      Statement: [...statements, ...statements].map((one) => ({ ...one, Sid: "Twice" })),
    },
  };
}

/** The documents with one change in the first deployment: a policy in another form, or an entry twice or of another type. */
function changed(): { title: string; documents: AccessDocuments; kind: string }[] {
  const plain: AccessDocuments = JSON.parse(JSON.stringify(documents));
  const places = placesIn(plain).map((one) => ({ ...one, title: one.path.join(".") }));
  const isOfSecond = (value: unknown) => JSON.stringify(value).includes("invoices");
  const forms = places.flatMap(({ path, title, value }) => {
    if (!isMapping(value) || !("Statement" in value) || isOfSecond(value)) return [];
    return Object.entries(otherForms(value as unknown as PolicyDocument)).map(([form, of]) => ({
      title: `${title} has ${form}`,
      documents: changedAt(plain, path, of) as AccessDocuments,
      kind: title.replaceAll(/\.\d+/g, ""),
    }));
  });
  const twice = places.flatMap(({ path, title, value }) => {
    if (path.length !== 1 || !Array.isArray(value)) return [];
    return value.flatMap((entry, index) =>
      isOfSecond(entry)
        ? []
        : {
            title: `${title}.${index} stands twice`,
            documents: changedAt(plain, path, [...value, entry]) as AccessDocuments,
            kind: title,
          },
    );
  });
  const wrong = places.flatMap(({ path, title, value }) => {
    if (path.length !== 1 || !Array.isArray(value)) return [];
    return ["x", 7, null].map((other) => ({
      title: `${title}.0 is ${other}`,
      documents: changedAt(plain, path, [other, ...value.slice(1)]) as AccessDocuments,
      kind: `${title}, of another type`,
    }));
  });
  return [...forms, ...twice, ...wrong];
}

describe("a memory of proofs, of documents that cannot be read", () => {
  const mutants = changed();
  const asks: Record<
    string,
    (of: AccessDocuments, memory?: ProofMemory) => Promise<ClaimResult[]>
  > = {
    prove: async (of, memory) => (await prove(of, { claims: ["read-exclusive"], memory })).claims,
    difference: (of, memory) => difference(of, documents, { memory }),
  };

  for (const [name, ask] of Object.entries(asks)) {
    it(`says of every policy in every form what a fresh run says: ${name}`, async () => {
      const kept: Kept = new Map();
      const first = await said(ask(documents, memoryOf(kept)));
      // If a claim were asked again, it might read what the others do not read.
      strictEqual((await said(ask(documents, memoryOf(kept)))).recalls, first.says.size);
      const [refused, recalling] = [new Set<string>(), new Set<string>()];
      for (const { documents: of, kind, title } of mutants) {
        const recalled = await said(ask(of, memoryOf(kept, new Map())));
        const fresh = await said(ask(JSON.parse(JSON.stringify(of))));
        mustSayTheSame(recalled, fresh, title);
        if (fresh.says.has("error")) refused.add(kind);
        if (recalled.recalls > 0) recalling.add(kind);
      }
      // What a claim does not read may have any form. Otherwise the checks above would show nothing.
      ok(refused.size > 12, `refused: ${[...refused].join(", ")}`);
      ok(recalling.size > 8, `recalled: ${[...recalling].join(", ")}`);
    });
  }
});
