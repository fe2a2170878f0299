import { addTo, getOrMake } from "../../collections";
import {
  and,
  atom,
  type Formula,
  type GateName,
  implies,
  type Origin,
  stemming,
  type Version,
} from "../solver/formula";
import { heedLimit, type Limits, limitsWith, OutOfTime, TooHard } from "../solver/limits";
import { type Refuted, SatSolver, type Verdict } from "../solver/sat-solver";
import { assumptionAtom, assumptionOf, type Certificate, certificateOf } from "./certificate";
import { patternAccepts } from "./find-text";
import type { OrderedVariable } from "./ordered-variable";
import { Preferences } from "./preferences";
import { realiseText } from "./realise-text";
import {
  equalityLemmas,
  holesFirst,
  type Lemma,
  skeletonLemma,
  type Template,
  type TypedText,
  templateLemma,
  typedLemmas,
} from "./template";
import type { TextVariable } from "./text-variable";

/** A concrete value for every unknown. */
export interface Model {
  truth(name: string): boolean;
  text(variable: TextVariable): string;
  ordered(variable: OrderedVariable): bigint | number;
}

interface Possible {
  result: "possible";
  model: Model;
}

export type Outcome =
  | { result: "impossible"; assumptionsUsed: string[]; refutation?: Refuted }
  | Possible
  | { result: "unknown"; reason: string };

/** A question that is asked again and again. */
interface Inquiry {
  /** Holds from now on. */
  require(formula: Formula): void;
  /** Whether all may hold at once while these atoms are true, and without the assumptions that are dropped. */
  ask(conditions?: string[], dropped?: ReadonlySet<string>): Promise<Outcome>;
  /**
   * Asks for the answer that keeps as many preferences as can be, the first ones first. They are made once, for the first
   * possible answer, and stay the same.
   */
  askPreferring(preferences: () => Formula[], conditions?: string[]): Promise<Outcome>;
}

export interface ProblemSettings {
  /** Names of assumptions that are not made. Defaults to none. */
  dropped?: ReadonlySet<string>;
  /** Takes the certificate of each question that was settled as impossible. Defaults to none, and then none is made. */
  certify?: (certificate: Certificate) => void;
  /** What one question may take. Defaults to the default limits. */
  limits?: Limits;
}

/** A question to the solver: can all of this be true at once? Where it can, the answer has a concrete value for every unknown. */
export class Problem {
  private readonly texts = new Map<string, TextVariable>();
  private readonly orders = new Map<string, OrderedVariable>();
  private readonly templates = new Map<string, Template>();
  private readonly typed = new Map<string, TypedText>();
  private readonly required: Lemma[] = [];
  private compared = 0;
  private readonly assumed = new Map<string, Formula[]>();
  private readonly gates: { name: GateName; formula: Formula }[] = [];

  /** The version of documents whose parts are named. */
  version: Version | undefined;

  readonly limits: Limits;

  constructor(private readonly settings: ProblemSettings = {}) {
    this.limits = settings.limits ?? limitsWith();
  }

  /** Whether certificates are made: each question is asked then, however plain its answer is. */
  get isCertified(): boolean {
    return this.settings.certify !== undefined;
  }

  text(make: TextVariable): TextVariable {
    return getOrMake(this.texts, make.name, () => make);
  }

  ordered(make: OrderedVariable): OrderedVariable {
    return getOrMake(this.orders, make.name, () => make);
  }

  template(template: Template): Formula {
    getOrMake(this.templates, template.name, () => template);
    return atom(template.name);
  }

  link(typed: TypedText): void {
    this.typed.set(typed.variable.name, typed);
  }

  /** Counts what a question compares as it is made, which no clock bounds. Throws `TooHard` past the most. */
  compare(comparisons: number): void {
    this.compared += comparisons;
    heedLimit("comparisons", this.limits.comparisons, this.compared);
  }

  /** Gives a part of the question a name in its certificate. Where none is made, that costs nothing. */
  gate(
    name: () => GateName,
    formula: Formula,
    originOf = (known: GateName): Origin => ({ kind: "gate", name: known }),
  ): Formula {
    if (!this.isCertified) return formula;
    const known = { ...name(), ...(this.version && { version: this.version }) };
    const named = stemming(originOf(known), formula);
    this.gates.push({ name: known, formula: named });
    return named;
  }

  /** Holds of every request; `origin` says why. */
  require(formula: Formula, origin: Origin | string): void {
    this.required.push({
      formula,
      origin: typeof origin === "string" ? { kind: "request", says: origin } : origin,
    });
  }

  /** Holds while the assumption of that name is kept. */
  assume(name: string, formula: Formula): void {
    if (this.settings.dropped?.has(name)) return;
    addTo(this.assumed, name, formula);
  }

  /** Says that the assumption of that name is made: true wherever it is asked about, and told where an answer needs it. */
  assumption(name: string): Formula {
    getOrMake(this.assumed, name, () => []);
    return atom(assumptionAtom(name));
  }

  /**
   * Settles the question. Of a possible answer, as many `preferences` are kept as can be, the first ones first; of an
   * impossible one they are never asked for.
   */
  solve(milliseconds: number, preferences: () => Formula[] = () => []): Promise<Outcome> {
    return this.inquire(milliseconds).askPreferring(preferences);
  }

  /**
   * Opens an inquiry: the question is asked again and again, under changing conditions, all within the time. `granted` is how much
   * somebody granted of whose time this is the rest.
   */
  inquire(milliseconds: number, granted = milliseconds): Inquiry {
    const deadline = performance.now() + milliseconds;
    const solver = new SatSolver({
      keepsRefutations: this.isCertified,
      mostLiterals: this.limits.literals,
    });
    const stated = new Map<TextVariable, number>();
    this.state(solver);
    const ask: Inquiry["ask"] = (conditions = [], dropped = new Set()) => {
      const assumptions = [...this.assumed.keys()]
        .filter((name) => !dropped.has(name))
        .map(assumptionAtom);
      return this.search(solver, stated, [...assumptions, ...conditions], { deadline, granted });
    };
    let preferred: Preferences | undefined;
    return {
      require: (formula) => solver.add(formula),
      ask,
      askPreferring: async (preferences, conditions = []) => {
        const first = await ask(conditions);
        if (first.result === "impossible") this.hand(first.refutation);
        if (first.result !== "possible") return first;
        preferred ??= new Preferences(preferences(), solver);
        // Asked again, for what the preferences speak of and the question does not.
        const known = await ask(conditions);
        if (known.result !== "possible") return first;
        return preferred.improve(known, async (kept) => {
          const better = await ask([...conditions, ...kept]);
          return better.result === "possible" ? better : undefined;
        });
      },
    };
  }

  private async search(
    solver: SatSolver,
    stated: Map<TextVariable, number>,
    assumptions: string[],
    { deadline, granted }: { deadline: number; granted: number },
  ): Promise<Outcome> {
    try {
      for (;;) {
        this.stateTexts(solver, stated, deadline);
        const verdict = await solver.check(assumptions, deadline);
        if (verdict.result === "unsat") return impossible(verdict);
        const step = this.realise(verdict.truth, deadline);
        if ("model" in step) return { result: "possible", model: step.model };
        for (const { formula, origin } of step.lemmas) solver.add(formula, origin);
      }
    } catch (error) {
      if (!(error instanceof TooHard)) throw error;
      const reason = error instanceof OutOfTime ? error.granted(granted) : error.message;
      return { result: "unknown", reason };
    }
  }

  private state(solver: SatSolver): void {
    const templates = [...this.templates.values()];
    for (const { formula, origin } of [
      ...templates.map(skeletonLemma),
      ...equalityLemmas(templates),
    ]) {
      solver.add(formula, origin);
    }
    for (const variable of this.orders.values()) solver.add(variable.lemmas());
    for (const { formula, origin } of this.required) solver.add(formula, origin);
    for (const [name, formulas] of this.assumed) {
      const origin: Origin = { kind: "assumption", name };
      solver.add(implies(atom(assumptionAtom(name)), and(...formulas)), origin);
    }
  }

  private hand(refutation: Refuted | undefined): void {
    if (!refutation) return;
    this.settings.certify?.(
      certificateOf(refutation(this.gates.map(({ formula }) => formula)), {
        gates: this.gates.map(({ name }) => name),
        texts: [...this.texts.values()],
        orders: [...this.typed.values()],
        templates: [...this.templates.values()],
      }),
    );
  }

  /** Lemmas about the patterns that have come since the last time. */
  private stateTexts(solver: SatSolver, stated: Map<TextVariable, number>, deadline: number): void {
    for (const variable of this.texts.values()) {
      for (const lemma of variable.lemmas(stated.get(variable), deadline)) solver.add(lemma);
      stated.set(variable, variable.patterns.length);
    }
  }

  /** Texts for the solver's truth values; or, where there are none, a lemma that says why. */
  private realise(
    truth: (name: string) => boolean,
    deadline: number,
  ): { model: Model } | { lemmas: Lemma[] } {
    const texts = new Map<TextVariable, string>();
    const textOf = (variable: TextVariable) => texts.get(variable) ?? "";
    const templates = [...this.templates.values()];
    for (const variable of holesFirst([...this.texts.values()], templates)) {
      // A pattern with a part of the very text in it, as a user's name in its ARN, can only be looked at once the text is there.
      const own = templates.filter(
        ({ holes, left }) =>
          left.variable === variable && holes.every(({ from }) => from !== variable),
      );
      const realised = realiseText(variable, truth, own, textOf, deadline, this.limits.states);
      if ("lemmas" in realised) return realised;
      texts.set(variable, realised.text);
    }
    for (const template of templates) {
      const holes = template.holes.map((hole) => hole.read(textOf));
      const isMatch = patternAccepts(template.fill(holes), template.left.read(textOf));
      if (isMatch !== truth(template.name)) return { lemmas: [templateLemma(template, holes)] };
    }
    for (const typed of this.typed.values()) {
      const lemmas = typedLemmas(typed, truth, textOf);
      if (lemmas.length > 0) return { lemmas };
    }
    return { model: { truth, text: textOf, ordered: (variable) => variable.witness(truth) } };
  }
}

function impossible({ core, refutation }: Verdict & { result: "unsat" }): Outcome {
  return {
    result: "impossible",
    assumptionsUsed: core.flatMap((name) => assumptionOf(name) ?? []),
    ...(refutation && { refutation }),
  };
}
