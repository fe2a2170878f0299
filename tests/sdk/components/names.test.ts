import { deepStrictEqual } from "node:assert/strict";

import schema from "../../../sdk/plugin/schema.json";

/** Two things, though one name has the other in it. */
const differ: Readonly<Record<string, string>> = {
  "objectVersion objectVersionLabel": "a version's id, and a staging label",
  "objects secretObjects": "what is mounted, and the Kubernetes Secrets that are copied from it",
  "roleArn readerRoleArn": "the role of what is described, and its reader's role",
  "roleArn targetRoleArn": "the role of what is described, and the one as which it reads",
  "secretArn existingSecretArn": "the secret that comes out, and one that is not created",
};

/** What an entry of a list says of itself, as `version` in `objects`. */
const ofItself = new Set(["arn", "key", "path", "region", "version"]);

interface Property {
  description?: string;
  type?: string;
  $ref?: string;
}

interface Definition {
  description?: string;
  inputProperties?: Record<string, Property>;
  properties?: Record<string, Property>;
}

const definitions: [string, Definition][] = [
  ...Object.entries(schema.resources),
  ...Object.entries(schema.types),
];

/** Every argument, output and part of them, but for those of Kubernetes's own volumes. */
const properties = definitions
  .filter(([type]) => !type.includes(":CsiVolume"))
  .flatMap(([, one]) => Object.entries({ ...one.inputProperties, ...one.properties }));

function typesOf(name: string): Set<string | undefined> {
  return new Set(properties.filter(([one]) => one === name).map(([, p]) => p.$ref ?? p.type));
}

/** Whether a name is another one with words before or after it, such as `alias` and `keyAlias`. */
function isWithin(short: string, long: string): boolean {
  const capital = short.charAt(0).toUpperCase() + short.slice(1);
  return (
    long.endsWith(capital) || (long.startsWith(short) && /^[A-Z]/.test(long.slice(short.length)))
  );
}

describe("the names of arguments and outputs", () => {
  const names = [...new Set(properties.map(([name]) => name))];

  it("are one for one thing: none is another with more words, unless they are two things", () => {
    const alike = names
      .filter((name) => !ofItself.has(name))
      .flatMap((short) =>
        names
          .filter((long) => long !== short && isWithin(short, long))
          .filter((long) => [...typesOf(short)].some((type) => typesOf(long).has(type)))
          .map((long) => `${short} ${long}`),
      );
    deepStrictEqual(new Set(alike), new Set(Object.keys(differ)));
  });

  it("are one for what is described in the same words", () => {
    const described = new Map<string, Set<string>>();
    for (const [name, { description = "" }] of properties) {
      const says = description.split(/[.,;]/)[0] ?? "";
      described.set(says, (described.get(says) ?? new Set()).add(name));
    }
    const several = [...described].filter(([, some]) => some.size > 1);
    // An entry's own ARN is that of the secret, and an alias is given without the prefix with which it comes out.
    deepStrictEqual(several, [
      ["Name of the key's alias", new Set(["keyAlias", "aliasName"])],
      ["Full ARN of the secret", new Set(["arn", "secretArn"])],
    ]);
  });
});
