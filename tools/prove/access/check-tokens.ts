import type { ApiWorld } from '../../../test/api/harness/api-world.ts';
import type { Random } from '../random.ts';
import { refreshRace } from './refresh-race.ts';
import { TOKEN_ATTACKS } from './token-attacks.ts';

/** What came of races and attacks: a sentence for each race without one successor, the names of attacks let in. */
export interface TokenReport {
  readonly races: number;
  readonly attacks: number;
  readonly raceFaults: readonly string[];
  readonly accepted: readonly string[];
}

/** Runs `races` refresh races and `attacks` attacks, the kinds of attack in turn. */
export async function checkTokens(
  world: ApiWorld,
  random: Random,
  { races, attacks }: { races: number; attacks: number },
): Promise<TokenReport> {
  const raceFaults: string[] = [];
  for (let race = 0; race < races; race += 1) {
    const fault = await refreshRace(world);
    if (fault !== null) raceFaults.push(fault);
  }
  const accepted: string[] = [];
  const kinds = Object.entries(TOKEN_ATTACKS);
  for (let attack = 0; attack < attacks; attack += 1) {
    const kind = kinds[attack % kinds.length];
    if (kind && (await kind[1](world, random))) accepted.push(kind[0]);
  }
  return { races, attacks, raceFaults, accepted };
}
