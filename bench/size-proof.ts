/** Run by the bench in a process of its own: makes documents, proves every claim about them or asks who reads, and prints what that took. */
import { readFileSync } from "node:fs";
import { blastRadius, prove, whoCanRead } from "../sdk/access";
import {
  documentsOfAccount,
  documentsOfChain,
  documentsOfDelegatingKey,
  documentsOfOpenRoles,
  documentsOfOpenSecrets,
  documentsOfRolesByTag,
  documentsOfSharedSecrets,
  documentsOfTaggedReaders,
  type SizedDocuments,
} from "./size-documents";

/** What a proof took. */
export interface ProofCost {
  result: string;
  /** Claims about one subject each, or readers or secrets that were found. */
  claims: number;
  /** Of the proof or answer alone, the documents being in memory. */
  processorSeconds: number;
  /** Of the whole process. */
  peakMegabytes: number;
}

async function main([kind = "", ...args]: string[]): Promise<void> {
  const ask = kind === "chain" || kind === "who" ? answerOf(kind, args) : proofOf(kind, args);
  const before = process.cpuUsage();
  const answer = await ask();
  const { system, user } = process.cpuUsage(before);
  const cost: ProofCost = {
    ...answer,
    processorSeconds: (user + system) / 1_000_000,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(cost));
}

type Asked = () => Promise<Pick<ProofCost, "claims" | "result">>;

/** What the first role of a chain gives away, or who reads the first secret of such documents as are proved. */
function answerOf(kind: string, args: string[]): Asked {
  if (kind === "chain") {
    const documents = documentsOfChain(Number(args[0]));
    const roleArn = documents.roles?.[0]?.arn ?? "";
    return () => blastRadius(documents, { kind: "role", roleArn }).then(found);
  }
  const [made = "", ...sizes] = args;
  const { everyone } = madeDocuments(made, sizes);
  return () => whoCanRead(everyone, everyone.secrets?.[0]?.arn ?? "").then(found);
}

const found = (answer: { result: string; found: unknown[] }) => ({
  result: answer.result,
  claims: answer.found.length,
});

function proofOf(kind: string, args: string[]): Asked {
  const documents = madeDocuments(kind, args);
  return () => proofsOf(documents);
}

async function proofsOf({ declared, everyone }: SizedDocuments): ReturnType<Asked> {
  // As `prove --live` asks: who reads is a question about everyone, all else one about the declared readers.
  const proofs = [
    await prove(declared, {
      claims: [
        "secret-bounded",
        "key-bounded",
        "role-unforgeable",
        "role-contained",
        "grant-available",
      ],
    }),
    await prove(everyone, { claims: ["read-exclusive"] }),
  ];
  return {
    result: [...new Set(proofs.map(({ result }) => result))].join(", "),
    claims: proofs.reduce((sum, { claims }) => sum + claims.length, 0),
  };
}

function madeDocuments(kind: string, args: string[]): SizedDocuments {
  if (kind === "shared") return documentsOfSharedSecrets(Number(args[0]));
  if (kind === "open-roles") return documentsOfOpenRoles(Number(args[0]), Number(args[1]), false);
  if (kind === "denied-roles") return documentsOfOpenRoles(Number(args[0]), Number(args[1]), true);
  if (kind === "open-secrets") return documentsOfOpenSecrets(Number(args[0]), Number(args[1]));
  if (kind === "tagged") return documentsOfTaggedReaders(Number(args[0]), Number(args[1]));
  if (kind === "delegating") return documentsOfDelegatingKey(Number(args[0]));
  if (kind === "by-tag") return documentsOfRolesByTag(Number(args[0]), Number(args[1]));
  const [roles, secrets, policies = ""] = args;
  return documentsOfAccount(
    Number(roles),
    Number(secrets),
    JSON.parse(readFileSync(policies, "utf8")),
  );
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
