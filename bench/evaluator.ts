import { performance } from "node:perf_hooks";
import type { RequestPrincipal } from "../proof";
import { type AccessDocuments, evaluate, mayRead, podSession } from "../sdk/access";
import { crossAccountText } from "./inventory";
import { printTable } from "./measuring/table";
import { documentsOfInventory } from "./size-documents";

/** Counts the evaluator's decisions per second on the documents that the programs deploy. */
export async function benchEvaluator(isSmall: boolean): Promise<void> {
  const seconds = isSmall ? 0.01 : 1;
  const one = deployment(1);
  const fifty = deployment(50);
  const get = ({ secrets, sessions }: Deployment, reader: number, secret: number) => ({
    principal: at(sessions, reader),
    action: "secretsmanager:GetSecretValue",
    resource: at(secrets, secret),
  });
  const read = ({ documents, secrets, sessions }: Deployment, reader: number) =>
    mayRead(documents, at(sessions, reader), at(secrets, reader));
  printTable(
    ["decisions a second", "elapsed", "processor"],
    [
      measured("GetSecretValue across accounts, granted", seconds, 1, () =>
        evaluate(one.documents, get(one, 0, 0)),
      ),
      measured("GetSecretValue across accounts, 50 readers, most refused", seconds, 1, (call) =>
        evaluate(fifty.documents, get(fifty, call, call * 7)),
      ),
      measured("read (fetch and decrypt), 1 reader on the key", seconds, 2, () => read(one, 0)),
      measured("read (fetch and decrypt), 50 readers on the key", seconds, 2, (call) =>
        read(fifty, call),
      ),
    ],
  );
}

interface Deployment {
  documents: AccessDocuments;
  /** Session of each reader, and in the same order the secret that the reader may read. */
  sessions: RequestPrincipal[];
  secrets: string[];
}

/** Readers in one account. Each reads a secret of its own in another account, and one key encrypts all of them. */
function deployment(readers: number): Deployment {
  const documents = documentsOfInventory(crossAccountText(readers));
  const sessions = documents.associations?.map((association) => {
    const answer = podSession(documents, association);
    if (!answer.exists) throw new Error(answer.reason);
    return answer.session.principal;
  });
  return {
    documents,
    sessions: sessions ?? [],
    secrets: documents.grants?.map(({ secret }) => secret) ?? [],
  };
}

/** Calls `decide` for about this many seconds, after a warm-up. */
function measured(
  title: string,
  forSeconds: number,
  decisionsPerCall: number,
  decide: (call: number) => unknown,
): string[] {
  for (let call = 0; call < 2_000; call++) decide(call);
  const start = performance.now();
  const processor = process.cpuUsage();
  let calls = 0;
  while (performance.now() - start < forSeconds * 1000) {
    for (let batch = 0; batch < 100; batch++) decide(calls++);
  }
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(processor);
  const decisions = calls * decisionsPerCall;
  const rates = [decisions / seconds, (decisions * 1_000_000) / (user + system)];
  return [title, ...rates.map((rate) => Math.round(rate).toLocaleString("en-US"))];
}

function at<T>(items: T[], index: number): T {
  return items[index % items.length] as T;
}
