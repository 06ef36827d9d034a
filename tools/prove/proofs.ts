import type { Proof } from './proof.types.ts';
import { killMatrixProof } from './proofs/kill-matrix.proof.ts';
import { simulationProof } from './proofs/simulation.proof.ts';

/** Every proof, in the order in which they run: the cheap ones first. */
export const proofs: readonly Proof[] = [simulationProof, killMatrixProof];
