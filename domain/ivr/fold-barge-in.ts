import type { Instruction, SayInstruction } from '../../contracts/call-instructions.ts';

function isInterruptible(instruction: Instruction | undefined): instruction is SayInstruction {
  return instruction?.type === 'say' && instruction.bargeIn === true;
}

/**
 * Moves messages that may be interrupted into the question that follows them at once, so that a key pressed during
 * the message is the answer: a carrier does not buffer keys pressed outside a gather. Pure.
 */
export function foldBargeIn(instructions: readonly Instruction[]): Instruction[] {
  const folded: Instruction[] = [];
  for (const instruction of instructions) {
    if (instruction.type !== 'gather') {
      folded.push(instruction);
      continue;
    }
    const lead: SayInstruction[] = [];
    for (let last = folded.at(-1); isInterruptible(last); last = folded.at(-1)) {
      lead.unshift(last);
      folded.pop();
    }
    folded.push({ ...instruction, prompts: [...lead, ...instruction.prompts] });
  }
  return folded;
}
