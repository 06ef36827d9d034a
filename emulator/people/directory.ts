import { fractionOf, pickWeighted } from '../dice.ts';
import { builtInMix, builtInPersonas } from './built-in.ts';
import { type Persona, type PersonaFile, personaFileSchema } from './persona.ts';

/** Who has which number. The same number is the same person all through a run. */
export interface Directory {
  /** The persona of a number, by pattern or by its share of the mix. */
  personaOf(number: string): NamedPersona;
  /** A persona by name, or undefined. */
  named(name: string): NamedPersona | undefined;
}

/** A persona and what it is called. */
export interface NamedPersona {
  readonly name: string;
  readonly persona: Persona;
}

/** A persona file is wrong: `problems` has one line per fault, each with its place. */
export class PersonaFileError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`persona file: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/** Reads a persona file already parsed from JSON. Throws PersonaFileError naming every fault. */
export function parsePersonaFile(value: unknown): PersonaFile {
  const parsed = personaFileSchema.safeParse(value);
  if (!parsed.success) {
    throw new PersonaFileError(
      parsed.error.issues.map((issue) => `/${issue.path.join('/')}: ${issue.message}`),
    );
  }
  const known = new Set([...Object.keys(builtInPersonas), ...Object.keys(parsed.data.personas)]);
  const problems = namesUsed(parsed.data)
    .filter(({ name }) => !known.has(name))
    .map(({ place, name }) => `${place}: no persona is called ${name}`);
  if (problems.length > 0) throw new PersonaFileError(problems);
  return parsed.data;
}

/** The directory of a run: the file's personas over the built-in ones. */
export function createDirectory(seed: number, file: PersonaFile): Directory {
  const personas: Readonly<Record<string, Persona>> = { ...builtInPersonas, ...file.personas };
  const rules = file.numbers.map((rule) => ({ test: new RegExp(rule.pattern, 'iu'), persona: rule.persona }));
  const mix = file.mix.length > 0 ? file.mix : builtInMix;
  const named = (name: string): NamedPersona | undefined => {
    const persona = Object.hasOwn(personas, name) ? personas[name] : undefined;
    return persona && { name, persona };
  };
  return {
    named,
    personaOf: (number) => {
      const rule = rules.find(({ test }) => test.test(number));
      const name = rule?.persona ?? pickWeighted(mix, fractionOf(seed, number, 'persona')).persona;
      return named(name) as NamedPersona;
    },
  };
}

function namesUsed(file: PersonaFile): { place: string; name: string }[] {
  return [
    ...file.numbers.map((rule, index) => ({ place: `/numbers/${index}/persona`, name: rule.persona })),
    ...file.mix.map((share, index) => ({ place: `/mix/${index}/persona`, name: share.persona })),
    ...Object.entries(file.personas).flatMap(([key, persona]) =>
      persona.callsBack?.persona === undefined
        ? []
        : [{ place: `/personas/${key}/callsBack/persona`, name: persona.callsBack.persona }],
    ),
  ];
}
