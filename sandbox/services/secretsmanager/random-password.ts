import { randomInt } from "node:crypto";
import type { Input } from "../../operations/input/member";
import { booleanMember, optionalInteger, optionalString } from "../../operations/input/member";
import type { Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import type { SecretsContext } from "./secrets-context";

/** `GetRandomPassword` */
export function getRandomPassword(context: SecretsContext): Operation {
  return (call, input) => {
    const length = optionalInteger(input, "PasswordLength", { min: 1, max: 4096 }) ?? 32;
    const classes = characterClasses(input);
    const each = input.RequireEachIncludedType !== false;
    context.platform.authorise(call, {
      action: "secretsmanager:GetRandomPassword",
      resource: "*",
    });
    if (classes.length === 0 || (each && length < classes.length)) {
      throw new AwsError(
        "InvalidParameterException",
        "PasswordLength must leave room for each kind of character, and at least one kind must be left",
      );
    }
    const required = each ? classes : [];
    const any = classes.join("");
    const characters = Array.from({ length }, (_, index) => pick(required[index] ?? any));
    return { RandomPassword: shuffle(characters).join("") };
  };
}

function characterClasses(input: Input): string[] {
  const excluded = optionalString(input, "ExcludeCharacters", { max: 4096 }) ?? "";
  const kinds: [without: boolean, characters: string][] = [
    [booleanMember(input, "ExcludeLowercase"), "abcdefghijklmnopqrstuvwxyz"],
    [booleanMember(input, "ExcludeUppercase"), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
    [booleanMember(input, "ExcludeNumbers"), "0123456789"],
    [booleanMember(input, "ExcludePunctuation"), "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"],
    [!booleanMember(input, "IncludeSpace"), " "],
  ];
  return kinds
    .filter(([without]) => !without)
    .map(([, characters]) =>
      [...characters].filter((character) => !excluded.includes(character)).join(""),
    )
    .filter((characters) => characters !== "");
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
