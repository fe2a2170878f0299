import { randomInt } from "node:crypto";
import type { Input } from "../../operations/input/input";
import { invalidParameter } from "../../operations/input/refusals";
import type { Request } from "../../operations/service";

export function getRandomPassword({ platform, call, input, action }: Request) {
  const length = input.integer("PasswordLength", { min: 1, max: 4096 }) ?? 32;
  const classes = characterClasses(input);
  const each = input.members.RequireEachIncludedType !== false;
  const any = classes.join("") + (input.flag("IncludeSpace") ? notExcluded(" ", input) : "");
  platform.authorise(call, { action, resource: "*" });
  if (any === "" || (each && length < classes.length)) {
    throw invalidParameter(
      "PasswordLength must leave room for each kind of character, and at least one kind must be left",
    );
  }
  const required = each ? classes : [];
  const characters = Array.from({ length }, (_, index) => pick(required[index] ?? any));
  return { RandomPassword: shuffle(characters).join("") };
}

/** The kinds of characters for `RequireEachIncludedType`. A space is none of them. */
function characterClasses(input: Input): string[] {
  const kinds: [without: boolean, characters: string][] = [
    [input.flag("ExcludeLowercase"), "abcdefghijklmnopqrstuvwxyz"],
    [input.flag("ExcludeUppercase"), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
    [input.flag("ExcludeNumbers"), "0123456789"],
    [input.flag("ExcludePunctuation"), "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"],
  ];
  return kinds
    .filter(([without]) => !without)
    .map(([, characters]) => notExcluded(characters, input))
    .filter((characters) => characters !== "");
}

function notExcluded(characters: string, input: Input): string {
  const excluded = input.optionalText("ExcludeCharacters", { max: 4096 }) ?? "";
  return [...characters].filter((character) => !excluded.includes(character)).join("");
}

function pick(characters: string): string {
  return characters.charAt(randomInt(characters.length));
}

function shuffle(characters: string[]): string[] {
  const shuffled = [...characters];
  for (let index = shuffled.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    const [a = "", b = ""] = [shuffled[index], shuffled[other]];
    shuffled[index] = b;
    shuffled[other] = a;
  }
  return shuffled;
}
