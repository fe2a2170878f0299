import { CROSS_SERVICE_KEYS } from "../../grammar/condition-key";
import type { GrantQuestion } from "../documents/questions";
import type { QuestionSetup } from "../request/caller";
import { speaksOf } from "../request/declared-session";
import { always, atom, type Formula, implies } from "../solver/formula";
import { settledText } from "../symbols/symbolic-context";
import {
  freeElement,
  knownElement,
  type SymbolicKey,
  saysSomething,
} from "../symbols/symbolic-key";

/**
 * Keys of credentials that others than a reader's service gave out, of people, and of agents: no session of a reader has them. Whether a call that comes by no
 * server for agents is said not to, or nothing is said of it, AWS does not tell (Agent Toolkit, "Troubleshooting AWS MCP Server identity and access").
 */
export const ABSENT: Record<string, SymbolicKey> = Object.fromEntries(
  [
    ...CROSS_SERVICE_KEYS,
    "aws:calledviaawsmcp",
    "aws:assumedroot",
    "aws:chatbotsourcearn",
    "aws:ec2instancesourceprivateipv4",
    "aws:ec2instancesourcevpc",
    "aws:federatedprovider",
    "aws:multifactorauthage",
  ].map((name) => [name.toLowerCase(), []]),
);
ABSENT["aws:viaawsmcpservice"] = [
  knownElement("false", atom("a call that no agent makes says so")),
];

/** What a call by the reader itself says, and no service that calls for it: IAM's guide has no other keys in such a call. */
export const DIRECT: Record<string, SymbolicKey> = {
  "aws:viaawsservice": settledText("false"),
  "aws:calledvia": [],
  "aws:calledviafirst": [],
  "aws:calledvialast": [],
  "aws:referer": [],
};

/** Keys of whoever has a session of a reader: when it was made, no document knows. What is true of them goes to `facts`. */
export function ofSession(
  { problem, spellings }: QuestionSetup,
  { association: { webIdentity } }: GrantQuestion,
  facts: Formula[],
): Record<string, SymbolicKey> {
  const keys = { ...ABSENT };
  const [issued, vouches] = ["aws:tokenissuetime", "aws:federatedprovider"];
  if (spellings.has(issued)) {
    const made = { ...freeElement(problem, `session ${issued}`), present: always };
    facts.push(saysSomething(made));
    keys[issued] = [made];
  }
  if (webIdentity && spellings.has(vouches)) {
    const named = freeElement(problem, `session ${vouches}`);
    const speaks = named.text.matches(speaksOf(webIdentity.provider));
    facts.push(implies(named.present, speaks));
    keys[vouches] = [named];
  }
  return keys;
}
