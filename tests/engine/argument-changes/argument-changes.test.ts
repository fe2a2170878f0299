import { deepStrictEqual, match } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import schema from "../../../sdk/plugin/schema.json";
import { each } from "../../facts";
import { type ComponentName, componentNames } from "../../sdk/components/minimal-args";
import { type Change, changes } from "./changes";
import { type Previewed, previewed } from "./previewed";
import {
  type Instance,
  type Project,
  projectOf,
  type TwoProjects,
  twoProjects,
} from "./two-projects";
import type { Shared } from "./usual-args";

const PAGE = join(__dirname, "../../../docs/reference/changes.md");
const BEGIN = "<!-- what each change does -->\n";

/** A change, with the component of its own to which it happens. */
interface Row extends Change {
  component: ComponentName;
  what: string;
  name: string;
}

const rows: Row[] = componentNames.flatMap((component) =>
  Object.entries(changes[component]).map(([what, change], index) => ({
    ...change,
    ...{ component, what, name: `${component.toLowerCase()}${String(index).padStart(2, "0")}` },
  })),
);

/** With what one of these, a value or access may go. */
const HOLDS =
  /^(Secret|SecretPolicy|Key|KeyPolicy|Alias|Role|PodIdentityAssociation|ServiceAccount|SecretProviderClass|Addon|Release) (replaced|deleted)/;

describe("an argument that changes, in two projects of which one refers to the other", () => {
  let projects: TwoProjects;
  const seen = new Map<Row, Previewed>();

  before(async () => {
    projects = await twoProjects(rows.map(instanceOf));
    for (const project of ["owner", "reader"] as const) {
      const own = rows.filter(({ component }) => projectOf[component] === project);
      await projects.stacks[project].up({ program: programOf(project, own, []) });
      const together = own.filter(({ ends }) => !ends);
      for (const batch of [together, ...own.filter(({ ends }) => ends).map((row) => [row])]) {
        const program = programOf(project, own, batch);
        const names = batch.map(({ name }) => name);
        const found = await previewed(projects.stacks[project], program, names);
        for (const row of batch) seen.set(row, found.get(row.name) ?? { done: [], said: [] });
      }
    }
  });
  after(() => projects.host.sandbox.remove());

  function programOf(project: Project, own: readonly Row[], changing: readonly Row[]) {
    const instances = own.map((row) => ({
      ...instanceOf(row),
      ...(changing.includes(row) && {
        args: (shared: Shared) => ({ ...row.from?.(shared), ...row.to(shared) }),
      }),
    }));
    return projects.program(project, instances as Instance[]);
  }

  it("is each of the schema", () => {
    const missing = Object.entries(schema.resources).flatMap(([token, { inputProperties }]) => {
      const component = token.slice(token.lastIndexOf(":") + 1) as ComponentName;
      const known = Object.keys(changes[component]).map((what) => what.split(",")[0]);
      const left = Object.keys(inputProperties).filter((one) => !known.includes(one));
      return left.map((one) => `${component}.${one}`);
    });
    deepStrictEqual(missing, []);
  });

  it("takes no value and no access without words before", () => {
    const silent = [...seen].filter(
      ([{ ends }, { done, said }]) =>
        said.length === 0 && (ends || done.some((one) => HOLDS.test(one))),
    );
    each(silent, ([{ component, what }]) => `${component}.${what}`).are([]);
  });

  for (const row of rows.filter(({ ends }) => ends)) {
    it(`is refused, and named: ${row.component}.${row.what}`, () => {
      const [said = ""] = seen.get(row)?.said ?? [];
      match(said, new RegExp(`^${row.component} NAME: `));
    });
  }

  it("does what the page says", () => {
    const page = readFileSync(PAGE, "utf8");
    const written = page.slice(0, page.indexOf(BEGIN)) + BEGIN + tables();
    if (process.env.RECORD_CHANGES) writeFileSync(PAGE, written);
    deepStrictEqual(readFileSync(PAGE, "utf8").split("\n"), written.split("\n"));
  });

  function tables(): string {
    return componentNames
      .map((component) => {
        const own = rows.filter((row) => row.component === component);
        const lines = own.map((row) => {
          const { done, said } = seen.get(row) ?? { done: [], said: [] };
          const happens = row.ends ? "refused" : done.join(", ") || "nothing in AWS or Kubernetes";
          const [argument = "", ...what] = row.what.split(", ");
          const words = new Set(said.map((one) => one.replace(/^\w+ NAME: /, "")));
          return `| ${[[`\`${argument}\``, ...what].join(", "), happens, [...words].join("<br>")].join(" | ")} |`;
        });
        return [
          "",
          `## ${component}`,
          "",
          "| change | what happens | what is said before |",
          "|---|---|---|",
          ...lines,
          "",
        ].join("\n");
      })
      .join("");
  }
});

function instanceOf({ component, from, name }: Row): Instance {
  return { component, name, args: from ?? (() => ({})) };
}
