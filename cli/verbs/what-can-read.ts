import { whatCanRead } from "eks-pod-secrets/access";
import type * as z from "zod";
import {
  printFound,
  type ReadingOptions,
  withReadingOptions,
} from "../access-answers/answer-lines";
import { inventoryNames } from "../access-answers/inventory-names";
import { readerNamed } from "../access-answers/name-in-documents";
import { answerReadings } from "../access-answers/read-documents";
import { readerShape, readingShape, readingsCompleteness } from "../access-answers/reading-shapes";
import { limitsOf } from "../proof/limit-options";
import { list, object } from "../terminal/answer-shapes";
import { Verb } from "../terminal/verb";

/** What `what-can-read` answers with `--json`. */
export const whatCanReadShape = object("Answer of eks-pod-secrets what-can-read --json.", {
  ...readingsCompleteness,
  reader: readerShape,
  found: list("Everything that it can read, each with a request.", readingShape),
});

/** `what-can-read`: everything that a reader can read. */
export function command(): Verb {
  const verb = new Verb("what-can-read", "everything that a reader can read")
    .description(
      "Finds every secret and parameter that the pods of a reader can read. It does not read the grants of the\n" +
        "inventory: a solver tries every possible request against the policies.\n" +
        "Exit code 0: the list is complete; 2: it is not, or an error.",
    )
    .argument("<READER>", "name in the inventory, or NAMESPACE/SERVICEACCOUNT[@CLUSTER]");
  return withReadingOptions(verb)
    .ending(`
Examples:
  $ eks-pod-secrets what-can-read application-b
  $ eks-pod-secrets what-can-read orders/orders-api@shop --documents access.json`)
    .action(run);
}

async function run(name: string, options: ReadingOptions): Promise<void> {
  const { answer: listed, source } = await answerReadings(options, async (read) => {
    const reader = readerNamed(read, name);
    return { reader, ...(await whatCanRead(read.all, reader, limitsOf(options))) };
  });
  const names = inventoryNames(source);
  const title = `${names.reader(listed.reader)} can read`;
  printFound<z.infer<typeof whatCanReadShape>>(listed, options, title, names);
}
