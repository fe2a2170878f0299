import { isMapping } from "iam-proof/collections";
import type { InputDialect, Limits } from "./input-dialect";

/** Limits of a resource's name, ID or ARN. */
export const IDENTIFIER: Limits = { min: 1, max: 2048 };

/** The unchecked members of a call. Each method reads one, or refuses it in the service's own words. */
export class Input {
  constructor(
    /** The members as they came, for those that are stored unchecked. */
    readonly members: Readonly<Record<string, unknown>>,
    private readonly dialect: InputDialect,
  ) {}

  has(member: string): boolean {
    return this.members[member] !== undefined;
  }

  text(member: string, limits: Limits = {}): string {
    const isMissing = this.dialect.isMissing(this.members[member]);
    return this.required(member, isMissing ? undefined : this.optionalText(member, limits));
  }

  optionalText(member: string, limits: Limits = {}): string | undefined {
    const value = this.value(member, "a string");
    if (value === undefined) return undefined;
    if (typeof value !== "string") throw this.dialect.wrongKind(member, "a string", value, limits);
    const shown = value.length > 256 ? `${value.slice(0, 256)}...` : value;
    this.checkLength(member, shown, value.length, limits);
    const { pattern, oneOf } = limits;
    const outside = (rule: string) =>
      this.dialect.ruleBroken(member, `Member must satisfy ${rule}`, shown, limits);
    if (pattern && !pattern.test(value)) {
      throw outside(`regular expression pattern: ${pattern.source}`);
    }
    if (oneOf && !oneOf.includes(value)) throw outside(`enum value set: [${oneOf.join(", ")}]`);
    return value;
  }

  /** An optional whole number. `limits` bound its value. */
  integer(member: string, limits: Limits = {}): number | undefined {
    const value = this.value(member, "an integer");
    if (value === undefined) return undefined;
    if (typeof value !== "number" || !Number.isInteger(value)) {
      throw this.dialect.wrongKind(member, "an integer", value, limits);
    }
    const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = limits;
    const outside = (rule: string) =>
      this.dialect.ruleBroken(member, `Member must have value ${rule}`, value, limits);
    if (value < min) throw outside(`greater than or equal to ${min}`);
    if (value > max) throw outside(`less than or equal to ${max}`);
    return value;
  }

  /** A required whole number. */
  requiredInteger(member: string, limits: Limits = {}): number {
    return this.required(member, this.integer(member, limits));
  }

  flag(member: string): boolean {
    return this.optionalFlag(member) ?? false;
  }

  optionalFlag(member: string): boolean | undefined {
    const value = this.value(member, "a boolean");
    if (value === undefined || typeof value === "boolean") return value;
    throw this.dialect.wrongKind(member, "a boolean", value, {});
  }

  /** Bytes, sent as base64. */
  blob(member: string, limits: Limits = {}): Buffer {
    return this.required(member, this.optionalBlob(member, limits));
  }

  optionalBlob(member: string, limits: Limits = {}): Buffer | undefined {
    const value = this.value(member, "a base64 string");
    if (value === undefined) return undefined;
    if (typeof value !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) {
      throw this.dialect.wrongKind(member, "a base64 string", value, limits);
    }
    const bytes = Buffer.from(value, "base64");
    this.checkLength(member, value, bytes.length, limits);
    return bytes;
  }

  /** A list of any values. Defaults to an empty list. */
  list(member: string): unknown[] {
    return this.optionalList(member, "a list", {}) ?? [];
  }

  /** A list of texts; `limits` bound the number of its items. */
  texts(member: string, limits: Limits = {}): string[] {
    return this.required(member, this.optionalTexts(member, limits));
  }

  optionalTexts(member: string, limits: Limits = {}): string[] | undefined {
    const list = this.optionalList(member, "a list of strings", limits);
    if (list?.some((item) => typeof item !== "string")) {
      throw this.dialect.wrongKind(member, "a list of strings", list, limits);
    }
    return list as string[] | undefined;
  }

  structures(member: string, limits: Limits = {}): Input[] {
    const list = this.optionalList(member, "a list of structures", limits) ?? [];
    if (!list.every(isMapping)) {
      throw this.dialect.wrongKind(member, "a list of structures", list, limits);
    }
    return list.map((item) => this.inside(item));
  }

  structure(member: string): Input | undefined {
    const value = this.value(member, "a structure");
    if (value === undefined) return undefined;
    if (!isMapping(value)) throw this.dialect.wrongKind(member, "a structure", value, {});
    return this.inside(value);
  }

  textMap(member: string): Record<string, string> {
    const entries = Object.entries(this.structure(member)?.members ?? {});
    if (entries.some(([, value]) => typeof value !== "string")) {
      throw this.dialect.wrongKind(member, "a map of strings", entries, {});
    }
    return Object.fromEntries(entries as [string, string][]);
  }

  inside(value: unknown): Input {
    return new Input(isMapping(value) ? value : {}, this.dialect);
  }

  refuse(member: string, rule: string, value: unknown): Error {
    return this.dialect.ruleBroken(member, rule, value, {});
  }

  private optionalList(member: string, kind: string, limits: Limits): unknown[] | undefined {
    const value = this.value(member, kind);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.dialect.wrongKind(member, "a list", value, limits);
    this.checkLength(member, value, value.length, limits);
    return value;
  }

  private value(member: string, kind: string): unknown {
    const value = this.members[member] ?? undefined;
    return value === undefined ? undefined : this.dialect.convert(kind, value);
  }

  private required<T>(member: string, value: T | undefined): T {
    if (value === undefined) throw this.dialect.missing(member);
    return value;
  }

  private checkLength(member: string, value: unknown, length: number, limits: Limits): void {
    const { min = 0, max = Number.POSITIVE_INFINITY } = limits;
    const outside = (rule: string) =>
      this.dialect.ruleBroken(member, `Member must have length ${rule}`, value, limits);
    if (length < min) throw outside(`greater than or equal to ${min}`);
    if (length > max) throw outside(`less than or equal to ${max}`);
  }
}
