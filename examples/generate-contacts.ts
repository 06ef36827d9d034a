import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';

/** The committed files come from this seed: `node examples/generate-contacts.ts` writes them again, byte for byte. */
const SEED = 20261121;

/** A pseudo-random number in [0, 1) at each call. Source: mulberry32. */
function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Region {
  /** E.164 prefix; two or three digits follow. */
  prefix: string;
  lines: number;
  people: number;
  zone: string;
  region: string;
  country: string;
  language: 'en' | 'es' | 'cs';
}

function us(
  area: number,
  zone: string,
  region: string,
  people: number,
  language: 'en' | 'es' = 'en',
): Region {
  return { prefix: `+1${area}55501`, lines: 100, people, zone, region, country: 'US', language };
}

const REGIONS: readonly Region[] = [
  us(212, 'America/New_York', 'NY', 16),
  us(305, 'America/New_York', 'FL', 12, 'es'),
  us(404, 'America/New_York', 'GA', 12),
  us(617, 'America/New_York', 'MA', 12),
  us(312, 'America/Chicago', 'IL', 16),
  us(214, 'America/Chicago', 'TX', 14),
  us(504, 'America/Chicago', 'LA', 10),
  us(303, 'America/Denver', 'CO', 12),
  us(801, 'America/Denver', 'UT', 10),
  us(602, 'America/Phoenix', 'AZ', 12),
  us(213, 'America/Los_Angeles', 'CA', 14, 'es'),
  us(206, 'America/Los_Angeles', 'WA', 14),
  us(702, 'America/Los_Angeles', 'NV', 9),
  // Planted: at 17:00 UTC it is 7:00 in Hawaii, an hour before anybody may be called.
  us(808, 'Pacific/Honolulu', 'HI', 5),
  {
    prefix: '+420300000',
    lines: 1_000,
    people: 36,
    zone: 'Europe/Prague',
    region: '',
    country: 'CZ',
    language: 'cs',
  },
  {
    prefix: '+34300000',
    lines: 1_000,
    people: 36,
    zone: 'Europe/Madrid',
    region: '',
    country: 'ES',
    language: 'es',
  },
];

/** Invented names: everyday first names, plants and minerals as last names. */
const NAMES = {
  en: [
    ['Ann', 'Ben', 'Cora', 'Dan', 'Ella', 'Finn', 'Gwen', 'Hugh', 'Iris', 'Jack', 'Kate', 'Liam'],
    [
      'Alder',
      'Basalt',
      'Clover',
      'Dogwood',
      'Elderberry',
      'Fennel',
      'Gneiss',
      'Hawthorn',
      'Juniper',
      'Larkspur',
    ],
  ],
  es: [
    ['Sol', 'Íñigo', 'Luz', 'Nuño', 'Pía', 'Raúl', 'Lía', 'Saúl', 'Eva', 'Hugo'],
    ['Abedul', 'Basalto', 'Ciruelo', 'Enebro', 'Granito', 'Hinojo', 'Laurel', 'Níspero', 'Pizarra', 'Romero'],
  ],
  cs: [
    ['Jana', 'Petr', 'Žofie', 'Jiří', 'Eliška', 'Ondřej', 'Klára', 'Vít', 'Alžběta', 'Šimon'],
    ['Jeřábová', 'Břidlice', 'Čedič', 'Habr', 'Jalovec', 'Kopretina', 'Křemen', 'Ořešák', 'Růžička', 'Šípek'],
  ],
} as const;

const HEADER = [
  'phone',
  'first_name',
  'last_name',
  'email',
  'language',
  'zone',
  'region',
  'country',
  'external_id',
  'priority',
  'source',
  'appointmentAt',
] as const;
type Row = Record<(typeof HEADER)[number], string>;

/** `count` different whole numbers below `bound`, in order. */
function distinct(dice: () => number, count: number, bound: number): number[] {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(Math.floor(dice() * bound));
  return [...chosen].toSorted((left, right) => left - right);
}

function pick<T>(dice: () => number, from: readonly T[]): T {
  return from[Math.floor(dice() * from.length)] as T;
}

/** Half past or on the hour between 9 and 16:30 of a weekday in the first half of December 2026, local to the person. */
function appointment(dice: () => number): string {
  const day = pick(dice, [1, 2, 3, 4, 7, 8, 9, 10, 11, 14]);
  const hour = 9 + Math.floor(dice() * 8);
  return `2026-12-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:${pick(dice, ['00', '30'])}`;
}

/** Where evening comes first is called first: on a slow machine the rest of the list would take until after it. */
function priorityOf({ country }: Region, isUrgent: boolean): string {
  if (country !== 'US') return '9';
  return isUrgent ? '5' : '0';
}

function people(dice: () => number): Row[] {
  return REGIONS.flatMap((region) =>
    distinct(dice, region.people, region.lines).map((line): Row => {
      const width = String(region.lines - 1).length;
      const [firstNames, lastNames] = NAMES[region.language];
      return {
        phone: `${region.prefix}${String(line).padStart(width, '0')}`,
        first_name: pick(dice, firstNames),
        last_name: pick(dice, lastNames),
        email: '',
        language: region.language,
        // Some lists know the zone; elsewhere the number tells.
        zone: dice() < 0.4 ? region.zone : '',
        region: region.region,
        country: region.country,
        external_id: '',
        priority: priorityOf(region, dice() < 0.1),
        source: dice() < 0.2 ? 'registered at the desk' : '',
        appointmentAt: appointment(dice),
      };
    }),
  );
}

function shuffled<T>(dice: () => number, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: dice() }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ item }) => item);
}

/** The 240 people, numbered, in random order; a few with a number in national notation, one with a formula. */
function contacts(dice: () => number): Row[] {
  const rows = shuffled(dice, people(dice)).map((row, index) => {
    const number = String(index + 1).padStart(3, '0');
    return { ...row, external_id: `P-${number}`, email: `patient${number}@example.com` };
  });
  return rows.map((row, index) => {
    if (index === 17) return { ...row, last_name: `=${row.last_name}` };
    const national = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(row.phone);
    return national && index % 20 === 3
      ? { ...row, phone: `(${national[1]}) ${national[2]}-${national[3]}` }
      : row;
  });
}

/** Rows that are no new contact, each put after the line of its index: four bad ones and three repetitions. */
function planted(rows: readonly Row[]): { after: number; row: Row }[] {
  const like = (index: number, change: Partial<Row>): Row => ({ ...(rows[index] as Row), ...change });
  return [
    { after: 20, row: like(20, { phone: 'ask at the desk', external_id: 'P-901' }) },
    { after: 60, row: like(60, { phone: '+1 212 555', external_id: 'P-902' }) },
    { after: 110, row: like(110, { language: 'de', external_id: 'P-903' }) },
    { after: 170, row: like(170, { zone: 'Mars/Olympus_Mons', external_id: 'P-904' }) },
    { after: 90, row: like(11, { external_id: 'P-905' }) },
    { after: 140, row: like(70, { first_name: 'Again', external_id: 'P-906' }) },
    { after: 230, row: like(200, { external_id: 'P-907' }) },
  ];
}

/** Who is who by the last two digits of the number: shares of a hundred, in order. */
const PERSONAS: readonly (readonly [persona: string, share: number])[] = [
  ['presses_1', 40],
  ['presses_2', 12],
  ['presses_9', 6],
  ['presses_0_then_1', 7],
  ['listens', 4],
  ['busy', 6],
  ['no_answer', 8],
  ['voicemail', 9],
  ['hangs_up_in_prompt', 5],
  ['interrupts_with_1', 3],
];

function personaFile(): { numbers: { pattern: string; persona: string }[] } {
  let from = 0;
  return {
    numbers: PERSONAS.map(([persona, share]) => {
      const endings = Array.from({ length: share }, (_, index) => String(from + index).padStart(2, '0'));
      from += share;
      return { pattern: `(${endings.join('|')})$`, persona };
    }),
  };
}

/** The example files by name, as text: the same at every call. */
export function exampleFiles(): Record<string, string> {
  const dice = createDice(SEED);
  const rows = contacts(dice);
  const extra = planted(rows);
  const lines = rows.flatMap((row, index) => [
    row,
    ...extra.filter((each) => each.after === index).map(({ row: one }) => one),
  ]);
  const international = rows.filter((row) => row.phone.startsWith('+') && row.country !== 'US');
  const doNotCall = [rows.find((row) => row.phone.startsWith('+1')), international[4]].map((row) => ({
    phone: row?.phone ?? '',
    reason: 'asked not to be called',
  }));
  return {
    'contacts.csv': stringify(lines, { header: true, columns: [...HEADER] }),
    'do-not-call.csv': stringify(doNotCall, { header: true, columns: ['phone', 'reason'] }),
    'personas.json': `${JSON.stringify(personaFile(), null, 2)}\n`,
  };
}

if (import.meta.main)
  for (const [name, text] of Object.entries(exampleFiles()))
    writeFileSync(join(import.meta.dirname, name), text);
