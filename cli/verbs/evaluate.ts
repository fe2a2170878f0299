import { evaluate as decide } from "eks-pod-secrets/access";
import { AccessRequestError, type Decision } from "iam-proof";
import * as z from "zod";
import { readDocumentsFile, readShaped } from "../documents/documents-file";
import { requestShape, statementShape, turningShape } from "../documents/request-shape";
import { requestInWords, turningLines } from "../proof/finding-words";
import { list, object, oneOf, text } from "../terminal/answer-shapes";
import { UserError } from "../terminal/errors";
import { shapeOf } from "../terminal/failure-shape";
import { answerWith, coloursOf } from "../terminal/output";
import { Verb } from "../terminal/verb";

/** The largest size of a file with a request, in bytes. */
const SIZE_LIMIT = 1024 * 1024;

interface EvaluateOptions {
  documents: string;
  request: string;
  json?: true;
}

/** What `evaluate` answers with `--json`. */
export const evaluateShape = shapeOf<Omit<Decision, "lacking">>()(
  object("Answer of eks-pod-secrets evaluate --json.", {
    decision: oneOf("denied goes with exit code 1.", ["allowed", "denied"]),
    reason: text("The reason, in one sentence."),
    decidedBy: statementShape.nullable().describe("Null if no statement allowed it."),
    statements: list(
      "Every statement that was read.",
      statementShape.extend({
        effect: z.enum(["Allow", "Deny"]),
        matched: z.boolean(),
        reason: text("The element that decided whether the statement matched, and its values."),
      }),
    ),
    turnsOn: list(
      "The conditions on which the decision turns. Empty if it turns on none.",
      turningShape,
    ),
  }),
);

/** `evaluate`: is this one request allowed, and why? */
export function command(): Verb {
  return new Verb("evaluate", "explain one request")
    .description(
      "Decides one request under the documents, and says which statement decided and why every\n" +
        "other did not match. Exit code 0: allowed; 1: denied; 2: an error.",
    )
    .requiredOption(
      "--documents <FILE>",
      "a documents file; eks-pod-secrets schema documents describes it",
    )
    .requiredOption(
      "--request <FILE>",
      "a file with one request; eks-pod-secrets schema request describes it",
    )
    .option("--json", "answer in JSON; eks-pod-secrets schema evaluate describes it")
    .ending(`
If the documents say nothing about a principal of another account than the resource's, that principal may do everything:
the worst case is assumed. A principal of the resource's own account may then do nothing, unless it is a named administrator.

Examples:
  $ eks-pod-secrets evaluate --documents access.json --request request.json
  $ eks-pod-secrets prove --documents access.json --json |
      jq '.claims[].counterexample.request // empty' > request.json`)
    .action(evaluate);
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const documents = await readDocumentsFile(options.documents);
  const { value: request } = await readShaped(options.request, SIZE_LIMIT, requestShape, "request");
  const decision = decided(() => decide(documents, request), options.request);
  const { lacking: _, ...answer } = decision;
  const words = () =>
    [
      `${verdict(decision)}: ${requestInWords(request)}`,
      `\n${decision.reason}`,
      ...turningLines(decision).map((line) => `  turns on ${line}`),
      ...(decision.statements.length > 0 ? [`\n${outcomes(decision)}`] : []),
    ].join("\n");
  answerWith(answer, options, words, decision.decision === "allowed" ? "ok" : "refuted");
}

function decided(decide: () => Decision, file: string): Decision {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof AccessRequestError)) throw error;
    throw new UserError(`${file}: ${error.message}`);
  }
}

function verdict({ decision }: Decision): string {
  const colours = coloursOf(process.stdout);
  return decision === "allowed" ? colours.green(decision) : colours.red(decision);
}

/** All evaluated statements by document, with the deciding one marked. */
function outcomes({ decidedBy, statements }: Decision): string {
  const colours = coloursOf(process.stdout);
  const documents = [...new Set(statements.map(({ document }) => document))];
  return documents
    .map((document) => {
      const lines = statements
        .filter((one) => one.document === document)
        .map(({ effect, index, matched, reason, sid }) => {
          const decides = decidedBy?.document === document && decidedBy.index === index;
          const name = sid ? `"${sid}"` : `statement ${index}`;
          const outcome = matched ? "matched" : "did not match";
          return `  ${decides ? colours.bold("→") : " "} ${effect} ${name} ${outcome}: ${reason}`;
        });
      return [colours.bold(document), ...lines].join("\n");
    })
    .join("\n");
}
