import { parseInventory } from "../../../sdk/grant";
import { type Choices, inventoryText } from "./inventory-text";

/** Choices that are right, whatever one of them is replaced by. */
const SAMPLE: Choices = {
  readerAccount: "111111111111",
  ownerAccount: "222222222222",
  region: "us-east-1",
  cluster: "cluster",
  namespace: "namespace",
  serviceAccount: "service-account",
  secret: "secret",
};

/** Why no inventory can hold a choice, as the end of a sentence that begins with its name: `must be …, got "…"`. */
export function choiceProblem(name: keyof Choices, value: string): string | undefined {
  const parsed = parseInventory(inventoryText({ ...SAMPLE, [name]: value }, "lz-sample"), "");
  const [problem] = "problems" in parsed ? parsed.problems : [];
  if (!problem) return undefined;
  const { message, path } = problem;
  return message.startsWith(path) ? message.slice(path.length).trim() : message;
}
