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
 * Keys that no session of a reader has: those of credentials from other services, of people, and of agents. AWS does not document
 * whether a call that does not come through a server for agents has a key that says so, or none (Agent Toolkit, "Troubleshooting
 * AWS MCP Server identity and access").
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

/** Keys of a call by the reader itself rather than by a service for it: IAM's guide has no other keys in such a call. */
export const DIRECT: Record<string, SymbolicKey> = {
  "aws:viaawsservice": settledText("false"),
  "aws:calledvia": [],
  "aws:calledviafirst": [],
  "aws:calledvialast": [],
  "aws:referer": [],
};

/** Keys of a reader's session. No document says when it was created. Facts about them are added to `facts`. */
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
