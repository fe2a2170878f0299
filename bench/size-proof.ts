/** The bench runs this in a process of its own. It makes documents, proves all claims or asks who reads, and prints the cost. */
import { readFileSync } from "node:fs";
import { type AccessDocuments, blastRadius, CLAIMS, prove, whoCanRead } from "../sdk/access";
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

/** The cost of a proof. */
export interface ProofCost {
  result: string;
  /** Number of claims, each about one subject, or of the readers or secrets that were found. */
  claims: number;
  /** Processor time of the proof or answer alone, without making the documents. */
  processorSeconds: number;
  /** Peak memory of the whole process. */
  peakMegabytes: number;
}

async function main([kind = "", ...args]: string[]): Promise<void> {
  const ask = askedOf(kind, args);
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

/** Chooses the question: what the first role of a chain can reach, who reads the first secret of the documents, or their proof. */
function askedOf(kind: string, args: string[]): Asked {
  if (kind === "chain") {
    const documents = documentsOfChain(Number(args[0]));
    const roleArn = documents.roles?.[0]?.arn ?? "";
    return () => blastRadius(documents, { kind: "role", roleArn }).then(found);
  }
  if (kind !== "who") {
    const documents = madeDocuments(kind, args);
    return () => proofsOf(documents);
  }
  const [made = "", ...sizes] = args;
  const { everyone } = madeDocuments(made, sizes);
  return () => whoCanRead(everyone, everyone.secrets?.[0]?.arn ?? "").then(found);
}

const found = (answer: { result: string; found: unknown[] }) => ({
  result: answer.result,
  claims: answer.found.length,
});

/** As `prove --live` asks: `read-exclusive` is about everyone, and every other claim is about the declared readers. */
async function proofsOf({ declared, everyone }: SizedDocuments): ReturnType<Asked> {
  const own = CLAIMS.filter((claim) => claim !== "difference" && claim !== "read-exclusive");
  const proofs = [
    await prove(declared, { claims: own }),
    await prove(everyone, { claims: ["read-exclusive"] }),
  ];
  return {
    result: [...new Set(proofs.map(({ result }) => result))].join(", "),
    claims: proofs.reduce((sum, { claims }) => sum + claims.length, 0),
  };
}

/** Makes documents by their kind. If there are no other roles, the declared readers are everyone. */
const MADE: Record<string, (...sizes: number[]) => AccessDocuments | SizedDocuments> = {
  shared: documentsOfSharedSecrets,
  "open-roles": (roles = 0, secrets = 0) => documentsOfOpenRoles(roles, secrets, false),
  "denied-roles": (roles = 0, secrets = 0) => documentsOfOpenRoles(roles, secrets, true),
  "open-secrets": documentsOfOpenSecrets,
  tagged: documentsOfTaggedReaders,
  delegating: documentsOfDelegatingKey,
  "by-tag": documentsOfRolesByTag,
};

function madeDocuments(kind: string, args: string[]): SizedDocuments {
  const [roles = 0, secrets = 0] = args.map(Number);
  const policies = () => JSON.parse(readFileSync(args[2] ?? "", "utf8"));
  const made = MADE[kind]?.(...args.map(Number)) ?? documentsOfAccount(roles, secrets, policies());
  return "declared" in made ? made : { declared: made, everyone: made };
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
