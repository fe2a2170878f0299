import { createInterface } from "node:readline/promises";

import { UserError } from "../errors";
import type { Choices } from "./inventory-text";

/** What each choice is asked as, and what it is where nothing is said. */
const questions: Record<keyof Choices, { ask: string; fallback?: string }> = {
  readerAccount: { ask: "Id of the account with the cluster (12 digits)" },
  ownerAccount: { ask: "Id of the account that owns the secret; empty for the same", fallback: "" },
  region: { ask: "Region", fallback: "us-east-1" },
  cluster: { ask: "Name of the EKS cluster, which exists" },
  namespace: { ask: "Namespace of the reader", fallback: "default" },
  serviceAccount: { ask: "Service account of the reader", fallback: "app" },
  secret: { ask: "Name of the secret", fallback: "app/secret" },
};

/** The choices that flags leave open, asked on a terminal; elsewhere those without a default must be given. */
export async function askedChoices(given: Partial<Choices>): Promise<Choices> {
  const names = Object.keys(questions) as (keyof Choices)[];
  const choices = { ...given } as Choices;
  const required = names.filter((name) => questions[name].fallback === undefined);
  const isComplete = required.every((name) => given[name] !== undefined);
  if (!isComplete && (!process.stdin.isTTY || !process.stderr.isTTY)) {
    const missing = required.filter((name) => given[name] === undefined).map(flagOf);
    throw new UserError(`${missing.join(" and ")} must be given where no terminal can ask`);
  }
  const terminal = isComplete
    ? undefined
    : createInterface({ input: process.stdin, output: process.stderr });
  try {
    for (const name of names.filter((one) => choices[one] === undefined)) {
      const { ask, fallback = "" } = questions[name];
      const hint = fallback === "" ? "" : ` (${fallback})`;
      const answer = await terminal?.question(`${ask}${hint}: `);
      choices[name] = answer?.trim() || fallback;
    }
  } finally {
    terminal?.close();
  }
  return choices;
}

/** `readerAccount` → `--reader-account`. */
function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
