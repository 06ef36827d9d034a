import type { Proof } from './proof.types.ts';
import { auditTamperProof } from './proofs/audit-tamper.proof.ts';
import { canariesProof } from './proofs/canaries.proof.ts';
import { chaosProof } from './proofs/chaos.proof.ts';
import { ivrFlowsProof } from './proofs/ivr-flows.proof.ts';
import { ivrStandbyProof } from './proofs/ivr-standby.proof.ts';
import { ivrVersionsProof } from './proofs/ivr-versions.proof.ts';
import { forgedWebhooksProof } from './proofs/forged-webhooks.proof.ts';
import { fuzzProof } from './proofs/fuzz.proof.ts';
import { historyReplayProof } from './proofs/history-replay.proof.ts';
import { killMatrixProof } from './proofs/kill-matrix.proof.ts';
import { outageProof } from './proofs/outage.proof.ts';
import { rebuildProof } from './proofs/rebuild.proof.ts';
import { roleMatrixProof } from './proofs/role-matrix.proof.ts';
import { simulationProof } from './proofs/simulation.proof.ts';
import { teethProof } from './proofs/teeth.proof.ts';
import { tenantMatrixProof } from './proofs/tenant-matrix.proof.ts';
import { tokensProof } from './proofs/tokens.proof.ts';
import { webhookStormProof } from './proofs/webhook-storm.proof.ts';
import { zombieWorkerProof } from './proofs/zombie-worker.proof.ts';

/** Every proof, in the order in which they run: the cheap ones first. */
export const proofs: readonly Proof[] = [
  simulationProof,
  ivrFlowsProof,
  teethProof,
  auditTamperProof,
  tokensProof,
  roleMatrixProof,
  tenantMatrixProof,
  forgedWebhooksProof,
  fuzzProof,
  historyReplayProof,
  canariesProof,
  webhookStormProof,
  ivrVersionsProof,
  ivrStandbyProof,
  rebuildProof,
  outageProof,
  zombieWorkerProof,
  chaosProof,
  killMatrixProof,
];
