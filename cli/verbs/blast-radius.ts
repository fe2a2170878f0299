import { Argument } from "commander";
import { blastRadius, type Compromise } from "eks-pod-secrets/access";
import { type Actor, actorOf, readersIn, sessionOf, type World } from "iam-proof";
import * as z from "zod";
import {
  printFound,
  type ReadingOptions,
  withReadingOptions,
} from "../access-answers/answer-lines";
import { inventoryNames } from "../access-answers/inventory-names";
import { clusterNamed, readerNamed, roleNamed } from "../access-answers/name-in-documents";
import { answerReadings } from "../access-answers/read-documents";
import { readingShape, readingsCompleteness } from "../access-answers/reading-shapes";
import { type ChangesOptions, waysOf, withChangesOption } from "../access-answers/through-changes";
import { throughChangesShape } from "../access-answers/way-shapes";
import { podsIn } from "../changes/starts";
import type { SourceDocuments } from "../documents/source-documents";
import { limitsOf } from "../proof/limit-options";
import { list, object } from "../terminal/answer-shapes";
import { UserError } from "../terminal/errors";
import { Verb } from "../terminal/verb";

type Kind = Compromise["kind"];

const kinds: Kind[] = ["pod", "role", "namespace", "cluster", "administrator"];

/** What `blast-radius` answers with `--json`. */
export const blastRadiusShape = object("Answer of eks-pod-secrets blast-radius --json.", {
  ...readingsCompleteness,
  compromise: object("What is compromised.", {
    kind: z.enum(["pod", "role", "namespace", "cluster", "administrator"]),
    clusterArn: z.string().optional(),
    namespace: z.string().optional(),
    serviceAccount: z.string().optional(),
    roleArn: z.string().optional(),
    account: z.string().optional(),
  }),
  found: list("Everything that it gives away, each with a request.", readingShape),
  ...throughChangesShape,
});

/** `blast-radius`: everything that a compromise gives away. */
export function command(): Verb {
  const verb = new Verb(
    "blast-radius",
    "what a compromised pod, role, namespace, cluster or administrator gives away",
  )
    .description(
      "Finds every secret and parameter that an attacker can read who has taken over a pod, role, namespace, cluster or\n" +
        "administrator. A solver tries every possible request against the policies.\n" +
        "Exit code 0: the list is complete; 2: it is not, or an error.",
    )
    .addArgument(new Argument("<KIND>", "what is compromised").choices(kinds))
    .argument(
      "<NAME>",
      "for a pod, the name of its reader; for a namespace, NAMESPACE@CLUSTER; for a role or\ncluster, name or ARN; for an administrator, the account's id or name",
    );
  return withChangesOption(withReadingOptions(verb))
    .ending(`
Examples:
  $ eks-pod-secrets blast-radius pod application-b
  $ eks-pod-secrets blast-radius namespace default@ascp-podidentity
  $ eks-pod-secrets blast-radius administrator account-a --state
  $ eks-pod-secrets blast-radius role builder --live --through-changes 3     # and by three changes`)
    .action(run);
}

async function run(
  kind: Kind,
  name: string,
  options: ReadingOptions & ChangesOptions,
): Promise<void> {
  const { answer: listed, source } = await answerReadings(options, async (read) => {
    const compromise = compromiseOf(kind, name, read);
    return { compromise, ...(await blastRadius(read.all, compromise, limitsOf(options))) };
  });
  const title = `a compromised ${kind} ${name} gives away`;
  const starts = (world: World) => startsOf(world, listed.compromise);
  const answer = { ...listed, ...(await waysOf(source, options, { starts })) };
  printFound<z.infer<typeof blastRadiusShape>>(answer, options, title, inventoryNames(source));
}

/** The actors that the attacker starts as. */
function startsOf(world: World, compromise: Compromise): Actor[] {
  if (compromise.kind === "role") return [sessionOf(compromise.roleArn)];
  if (compromise.kind === "administrator") {
    return [actorOf({ kind: "root", account: compromise.account })];
  }
  const { kind: _, ...fields } = compromise;
  const isOf = (one: object) =>
    Object.entries(fields).every(
      ([field, value]) => (one as Record<string, unknown>)[field] === value,
    );
  const associations = (world.documents.associations ?? []).filter(isOf);
  return [...readersIn({ ...world.documents, associations }), ...podsIn(world, compromise)];
}

function compromiseOf(kind: Kind, name: string, source: SourceDocuments): Compromise {
  switch (kind) {
    case "pod":
      return { kind, ...readerNamed(source, name) };
    case "role":
      return {
        kind,
        roleArn: roleNamed(
          { documents: source.everyone ?? source.documents, title: source.title },
          name,
        ),
      };
    case "namespace": {
      const [namespace = "", cluster] = name.split("@");
      if (cluster === undefined) {
        throw new UserError(`a namespace must be named NAMESPACE@CLUSTER, got "${name}"`);
      }
      return { kind, namespace, clusterArn: clusterNamed(source, cluster) };
    }
    case "cluster":
      return { kind, clusterArn: clusterNamed(source, name) };
    case "administrator":
      return { kind, account: accountNamed(source, name) };
  }
}

function accountNamed({ zone }: SourceDocuments, name: string): string {
  const accounts = zone?.accounts ?? [];
  const id = accounts.find((account) => account.name === name)?.id ?? name;
  if (/^\d{12}$/.test(id)) return id;
  const known = accounts.map((account) => account.name).join(", ");
  throw new UserError(
    `an administrator must be named by an account id of 12 digits${known && `, or ${known}`}, got "${name}"`,
  );
}
