/** Every control character but the line feed. */
const CONTROL = /[^\P{Cc}\n]/gu;

/** A text that cannot steer a terminal: names, transcripts and messages are what somebody else has written. */
export function inert(text: string): string {
  return text.replaceAll(CONTROL, ' ');
}
