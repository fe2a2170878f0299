import { Argument } from "commander";
import { inventoryJsonSchema } from "eks-pod-secrets/grant";
import * as z from "zod";
import { adoptShape } from "../adopt/shape";
import { documentsShape } from "../documents/documents-shape";
import { requestShape } from "../documents/request-shape";
import { graphShape } from "../picture/graph-shape";
import { proveShape } from "../proof/shape";
import { stacksShape } from "../stacks/run/stacks-shape";
import { failureShape } from "../terminal/failure-shape";
import { print, printJson } from "../terminal/output";
import { progressShape } from "../terminal/progress-event";
import { Verb } from "../terminal/verb";
import { blastRadiusShape } from "./blast-radius";
import { checkShape } from "./check";
import { doctorShape } from "./doctor/shape";
import { evaluateShape } from "./evaluate";
import { guardShape } from "./guard/shape";
import { initShape } from "./init";
import { migrateShape } from "./migrate";
import { permissionsShape } from "./permissions/shape";
import { planShape } from "./plan/shape";
import { previewShape } from "./preview/shape";
import { putShape } from "./put/shape";
import { reportShape } from "./report/shape";
import { restoreShape } from "./restore";
import { revokeShape } from "./revoke/shape";
import { statusShape } from "./status/shape";
import { summaryShape } from "./summary/shape";
import { attemptsShape } from "./verify/attempts/shape";
import { verifyShape } from "./verify/shape";
import { whatCanReadShape } from "./what-can-read";
import { whoCanReadShape } from "./who-can-read";

/** The shapes of files, of progress lines, and of each verb's answer with `--json`. */
const shapes = {
  documents: documentsShape,
  progress: progressShape,
  request: requestShape,
  check: answer(checkShape),
  doctor: answer(doctorShape),
  evaluate: answer(evaluateShape),
  graph: answer(graphShape),
  init: answer(initShape),
  adopt: answer(adoptShape),
  migrate: answer(migrateShape),
  guard: answer(guardShape),
  permissions: answer(permissionsShape),
  plan: answer(planShape),
  preview: answer(previewShape),
  prove: answer(proveShape),
  put: answer(putShape),
  report: answer(reportShape),
  restore: answer(restoreShape),
  revoke: answer(revokeShape),
  stacks: answer(stacksShape),
  status: answer(statusShape),
  summary: answer(summaryShape),
  verify: answer(z.union([verifyShape, attemptsShape])),
  "blast-radius": answer(blastRadiusShape),
  "what-can-read": answer(whatCanReadShape),
  "who-can-read": answer(whoCanReadShape),
};

/** The JSON Schemas that this package publishes, by name. */
export const schemas: Record<string, () => object> = {
  inventory: inventoryJsonSchema,
  ...Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      () => z.toJSONSchema(shape, { target: "draft-07" }),
    ]),
  ),
};

/** `schema`: the shapes of files and of answers with `--json`. */
export function command(): Verb {
  return new Verb("schema", "print a JSON Schema")
    .description(
      "Prints the JSON Schema of the inventory, or the one called NAME: of another file that verbs read\n" +
        "(documents, request), of the lines that --progress json prints, or of what a verb answers with --json.",
    )
    .addArgument(
      new Argument("[NAME]", "which one").choices(Object.keys(schemas)).default("inventory"),
    )
    .option("--list", "print the names of all, and no schema")
    .ending(`
Examples:
  $ eks-pod-secrets schema > landing-zone.schema.json
  $ eks-pod-secrets schema check

Editors complete an inventory that begins with
  # yaml-language-server: $schema=landing-zone.schema.json`)
    .action(schema);
}

function schema(name: string, { list }: { list?: true }): void {
  if (list) print(Object.keys(schemas).join("\n"));
  else printJson(schemas[name]?.());
}

/** A verb's answer or its failure. */
function answer(shape: z.ZodType): z.ZodType {
  return z.union([shape, failureShape]);
}
