/**
 * `npm run members` writes `botocore.json`, the shapes that the fuzz uses, and the table of calls that take a role. Needs Python
 * and, the first time, the network.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLmdbStore } from "../../../sandbox/store/lmdb-store";
import type { Service } from "../../../sandbox/wire/messages";
import { awsCliDirectory } from "../../clients/aws-cli";
import { shapeOf } from "../fuzz/shape";
import { offeredServices } from "./offered-services";
import { rolesTaken } from "./roles-taken";
import { type Model, wireName } from "./service-model";

const ROLES_TAKEN = join(__dirname, "../../../proof/changes/kinds/compute/roles-taken.json");

/** The members of a shape that have values, as dotted paths of the names in requests. */
function leaves(service: Service, model: Model, name: string, above: string[] = []): string[] {
  const { members, member } = model.shapes[name] ?? { type: "" };
  if (above.includes(name)) throw new Error(`${name} holds itself: ${above.join(", ")}`);
  if (member) return leaves(service, model, member.shape, [...above, name]);
  if (!members || Object.keys(members).length === 0) return [""];
  return Object.entries(members).flatMap(([key, { shape, ...names }]) =>
    leaves(service, model, shape, [...above, name]).map((below) =>
      [wireName(service, key, names), below].filter(Boolean).join("."),
    ),
  );
}

function modelOf(data: string, service: string): Model {
  const newest = readdirSync(join(data, service)).sort().at(-1) ?? "";
  return JSON.parse(readFileSync(join(data, service, newest, "service-2.json"), "utf8")) as Model;
}

async function main(): Promise<void> {
  const python = join(await awsCliDirectory(), "python");
  const code =
    "import awscli, awscli.botocore as b; print(awscli.__version__, b.__version__, b.__path__[0])";
  const [awscli, version, botocore = ""] = execFileSync(python, ["-c", code], { encoding: "utf8" })
    .trim()
    .split(" ");
  const directory = mkdtempSync(join(tmpdir(), "input-members-"));
  const store = openLmdbStore(directory);
  const shapes: Record<string, Record<string, unknown>> = {};
  const services = offeredServices(store, directory).map((service) => {
    const model = modelOf(join(botocore, "data"), service.signingName);
    shapes[service.signingName] = Object.fromEntries(
      Object.keys(service.operations).map((name) => [name, shapeOf(service, model, name)]),
    );
    const operations = Object.keys(service.operations).map((name) => {
      const shape = model.operations[name]?.input?.shape;
      return [name, shape === undefined ? "" : leaves(service, model, shape).sort().join(" ")];
    });
    return [service.signingName, Object.fromEntries(operations)];
  });
  await store.close();
  rmSync(directory, { recursive: true });
  const list = { awscli, botocore: version, services: Object.fromEntries(services) };
  writeFileSync(join(__dirname, "botocore.json"), `${JSON.stringify(list, null, 2)}\n`);
  writeFileSync(join(__dirname, "../fuzz/shapes.json"), `${JSON.stringify(shapes)}\n`);
  const taken = rolesTaken(join(botocore, "data"));
  writeFileSync(ROLES_TAKEN, `${JSON.stringify(taken, null, 2)}\n`);
}

main();
