/** Writes `botocore.json` anew: `npm run members`. Needs Python and, once, the network. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openLmdbStore } from "../../../sandbox/store/lmdb-store";
import type { Service } from "../../../sandbox/wire/messages/service";
import { awsCliDirectory } from "../../clients/install-aws-cli";
import { offeredServices } from "./offered-services";

/** A shape of a service model, as far as this script looks at it. */
interface Shape {
  type: string;
  members?: Record<string, Member>;
  member?: Member;
}

interface Member {
  shape: string;
  location?: string;
  locationName?: string;
  queryName?: string;
}

interface Model {
  operations: Record<string, { input?: { shape: string } }>;
  shapes: Record<string, Shape>;
}

/** The members of a shape that hold values, by dotted paths of the names that travel. */
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

function wireName(
  { protocol }: Service,
  member: string,
  { location, locationName = member, queryName }: Omit<Member, "shape">,
): string {
  if (protocol === "rest") return location === "uri" ? member : locationName;
  if (protocol !== "ec2Query") return member;
  return queryName ?? locationName.charAt(0).toUpperCase() + locationName.slice(1);
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
  const services = offeredServices(store, directory).map((service) => {
    const model = modelOf(join(botocore, "data"), service.signingName);
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
}

main();
