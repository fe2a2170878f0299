import { deepStrictEqual, ok } from "node:assert/strict";
import { inspect } from "node:util";

import { forgetting } from "../../../../cli/adopt/forgetting/forgetting";
import type { Holdings } from "../../../../cli/adopt/found";
import { heldByAck } from "../../../../cli/adopt/states/ack";
import { heldInPulumi } from "../../../../cli/adopt/states/pulumi";
import { heldInTerraform } from "../../../../cli/adopt/states/terraform";
import { ackLists } from "./ack-objects";
import { association, exported, role } from "./pulumi-state";
import {
  clusterObjects,
  otherResources,
  podIdentityModule,
  SENTINEL,
  secretResources,
  shown,
} from "./terraform-state";

type Read = (text: string) => Holdings | Promise<Holdings>;

const SOURCES: Record<string, { text: string; read: Read }> = {
  Terraform: {
    text: shown([...secretResources(), ...clusterObjects(), ...otherResources()], {
      "module.orders": podIdentityModule(),
    }),
    read: (text) => heldInTerraform("state.json", text),
  },
  Pulumi: {
    text: exported([role(), association()]),
    read: (text) => heldInPulumi("state.json", text),
  },
  ACK: {
    text: JSON.stringify({ kind: "List", items: Object.values(ackLists()).flat() }),
    read: (text) => heldByAck("shop", async (path) => (path.includes("/kms.") ? "{}" : text)),
  },
};

/** Adds further keys, of each kind of value, to every object in a text, at every depth. */
function planted(text: string): string {
  const plant = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plant);
    if (typeof value !== "object" || value === null) return value;
    const own = Object.entries(value).map(([name, one]) => [name, plant(one)]);
    const more = [SENTINEL, [SENTINEL, [[SENTINEL]]], { [SENTINEL]: { [SENTINEL]: SENTINEL } }];
    const extra = more.map((one, index) => [`${SENTINEL}-${index}`, one]);
    return Object.fromEntries([...extra.slice(0, 2), ...own, ...extra.slice(2)]);
  };
  return JSON.stringify(plant(JSON.parse(text)), null, 1);
}

/** Everything that a program could see in what was read. */
function seen(value: unknown): string {
  return inspect(value, {
    depth: Number.POSITIVE_INFINITY,
    showHidden: true,
    maxStringLength: null,
    maxArrayLength: null,
  });
}

function clean(value: unknown): void {
  const text = seen(value);
  ok(
    !text.includes("hunter2"),
    text.slice(Math.max(0, text.indexOf("hunter2") - 200)).slice(0, 400),
  );
}

/** The error of a reading. Undefined if it succeeds. */
async function errorOf(read: Read, text: string): Promise<unknown> {
  try {
    await read(text);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("a value that is not taken", () => {
  for (const [source, { read, text }] of Object.entries(SOURCES)) {
    it(`is in nothing that is read of ${source}, nor in what it must forget`, async () => {
      const held = await read(planted(text));
      ok(held.objects.length > 0);
      clean(held);
      const holders = held.objects.map((one) => ({ ...one, tool: held.tool, source: held.source }));
      clean(forgetting(holders, new Map([[held.source, held.addresses]])));
      deepStrictEqual(held, await read(text));
    });

    it(`is in no error of a text of ${source} that is cut off, or has another character`, async () => {
      const whole = planted(text);
      const step = Math.ceil(whole.length / 150);
      ok(await errorOf(read, whole.slice(0, -1)));
      for (let end = 0; end < whole.length; end += step) {
        clean(await errorOf(read, whole.slice(0, end)));
        clean(await errorOf(read, `${whole.slice(0, end)}\\${whole.slice(end + 1)}`));
      }
    });

    it(`is in no error where it stands in place of what is taken of ${source}`, async () => {
      const taken = [...text.matchAll(/"([\w/.-]+)":(?=["[{tf\d])/g)];
      const wrong = [`["${SENTINEL}"]`, `{"${SENTINEL}": "${SENTINEL}"}`, `"${SENTINEL}"`, "7"];
      const tried = taken.flatMap(({ 0: key, index }) => {
        const start = index + key.length;
        const end = `,"x":${text.slice(start)}`;
        return wrong.map((one) => errorOf(read, `${text.slice(0, start)}${one}${end}`));
      });
      const errors = await Promise.all(tried);
      ok(errors.filter((one) => one !== undefined).length > 20);
      clean(errors);
    });
  }
});
