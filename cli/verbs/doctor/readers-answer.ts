import { groupBy } from "iam-proof/collections";
import type { WalkedReader } from "../../doctor/walk/walk";
import { aboutInventory } from "../../inventory/inventory-file";
import type { ReadersAnswer } from "./shape";

type Step = ReadersAnswer["readers"][number]["steps"][number];
type Finding = Step["findings"][number];

/** The answer of `doctor` to walked ways. The commands that it proposes are about this inventory. */
export function readersAnswer(walked: readonly WalkedReader[], inventory: string): ReadersAnswer {
  const has = (wanted: WalkedReader["result"]) => walked.some(({ result }) => result === wanted);
  const readers = walked.map(({ answer, reader, result, steps }) => ({
    reader: reader.id,
    result,
    ...(answer && { answer: withoutResult(withInventory(answer, inventory)) }),
    steps: steps.map(({ findings, step }) => ({
      step,
      findings: findings.map((one) => withInventory(one, inventory)),
    })),
  }));
  return {
    result: has("wrong") ? "wrong" : has("not seen") ? "not seen" : "right",
    readers,
    causes: causesOf(readers),
  };
}

function withInventory<One extends Finding>(finding: One, inventory: string): One {
  if (finding.result !== "wrong") return finding;
  const commands = finding.mend.commands.map((command) => {
    const [, own] = /^eks-pod-secrets (.*)/.exec(command) ?? [];
    return own === undefined ? command : aboutInventory(own, inventory);
  });
  return { ...finding, mend: { ...finding.mend, commands } };
}

function withoutResult<One extends Finding>({ result: _, ...answer }: One) {
  return answer;
}

function causesOf(readers: ReadersAnswer["readers"]): ReadersAnswer["causes"] {
  const answered = readers.flatMap(({ answer, reader }) => (answer ? [{ ...answer, reader }] : []));
  return groupBy(answered, ({ cause, step }) => `${cause} ${step}`)
    .flatMap(([, those]) =>
      those.slice(0, 1).map(({ cause, step }) => ({
        ...{ cause, step },
        readers: those.map(({ reader }) => reader),
      })),
    )
    .sort((one, other) => other.readers.length - one.readers.length);
}
